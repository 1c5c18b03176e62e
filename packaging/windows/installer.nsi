; The installer for a person, without administrator's rights:  makensis -DSRC=FOLDER -DVERSION=0.1.0 -DOUT=FILE installer.nsi
; Silent: mijian-setup.exe /S [/D=C:\another folder]   (/D last, without quotes)
Unicode true
ManifestDPIAware true
RequestExecutionLevel user
!include "MUI2.nsh"
!ifndef COMPRESSOR
  !define COMPRESSOR lzma
!endif
SetCompressor /SOLID ${COMPRESSOR}
Name "密检 Mijian"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Mijian"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Mijian"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "密检 Mijian"
VIAddVersionKey /LANG=2052 "FileDescription" "密检 Mijian"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

; Of an earlier version nothing may stay: a check file that is no longer listed would be refused.
!macro Away
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\mijian.exe"
  Delete "$INSTDIR\mijianw.exe"
  Delete "$INSTDIR\manifest.json"
  Delete "$INSTDIR\manifest.dsse.json"
!macroend

; What the unit put beside its checks (checks, rules, tables, the update that was taken in) outlives an upgrade.
!define OWN "$INSTDIR\_internal\checks\local"
!define KEPT "$INSTDIR\kept-of-the-unit"

Section
  IfFileExists "${KEPT}\*.*" +2
  Rename "${OWN}" "${KEPT}"
  !insertmacro Away
  SetOutPath "$INSTDIR"
  File /r "${SRC}/*.*"
  IfFileExists "${KEPT}\*.*" 0 +3
  CopyFiles /SILENT "${KEPT}\*.*" "${OWN}"
  RMDir /r "${KEPT}"
  WriteUninstaller "$INSTDIR\..\Mijian-uninstall.exe"
  CreateShortcut "$SMPROGRAMS\密检 Mijian.lnk" "$INSTDIR\mijianw.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "密检 Mijian"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Mijian"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\mijianw.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\..\Mijian-uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\..\Mijian-uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section Uninstall
  ReadRegStr $INSTDIR HKCU "${UNINSTALL}" "InstallLocation"
  StrCmp $INSTDIR "" done
  !insertmacro Away
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\密检 Mijian.lnk"
  Delete "$INSTDIR\..\Mijian-uninstall.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
done:
SectionEnd
