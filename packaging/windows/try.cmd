@echo off
rem Tries a released Mijian on a real Windows in some five minutes and leaves one file, trial-result.txt, to send back.
rem Double-click it in the folder of the program, of the stick, or of the release with its installers beside. It installs and
rem removes again what it finds there, for this person, unless it is installed already; the MSI only as administrator.
rem The file holds versions, times, statuses and the self-test. Nothing of what an audit finds on the computer is in it.
setlocal enableextensions
chcp 65001 >nul 2>nul
set "HERE=%~dp0"
set "OUT=%HERE%trial-result.txt"
copy /y nul "%OUT%" >nul 2>nul
if not exist "%OUT%" set "OUT=%USERPROFILE%\Desktop\trial-result.txt"
echo Mijian, a trial on Windows>"%OUT%"
set "WORK=%TEMP%\mijian-trial-%RANDOM%%RANDOM%"
mkdir "%WORK%"

call :head "this Windows"
ver >>"%OUT%"
chcp >>"%OUT%"
echo processor %PROCESSOR_ARCHITECTURE% >>"%OUT%"
for %%V in (CurrentBuild UBR EditionID DisplayVersion InstallationType) do (
  reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v %%V 2>nul | find "REG_" >>"%OUT%"
)
reg query "HKCU\Control Panel\Desktop\WindowMetrics" /v AppliedDPI 2>nul | find "REG_" >>"%OUT%"
reg query "HKLM\SYSTEM\CurrentControlSet\Control\FileSystem" /v LongPathsEnabled 2>nul | find "REG_" >>"%OUT%"
set "ADMIN=no"
net session >nul 2>nul
if not errorlevel 1 set "ADMIN=yes"
echo administrator %ADMIN% >>"%OUT%"

set "PROGRAM="
for %%P in ("%HERE%mijian.exe" "%HERE%windows\mijian.exe" "%HERE%mijian\mijian.exe") do if exist %%P set "PROGRAM=%%~P"
if not defined PROGRAM for %%Z in ("%HERE%mijian-*-windows-x64.zip") do (
  call :head "the portable archive is unpacked"
  tar -xf "%%~Z" -C "%WORK%" >>"%OUT%" 2>&1
  if exist "%WORK%\mijian\mijian.exe" set "PROGRAM=%WORK%\mijian\mijian.exe"
)
if defined PROGRAM (call :program "%PROGRAM%") else echo no program lies here >>"%OUT%"

if exist "%LOCALAPPDATA%\Programs\Mijian" (echo installed already, and left alone >>"%OUT%") else for %%S in ("%HERE%mijian-*-setup.exe") do call :setup "%%~S"
if "%ADMIN%"=="yes" for %%M in ("%HERE%mijian-*-windows-x64.msi") do call :msi "%%~M"

call :head "what is left"
if exist "%LOCALAPPDATA%\mijian" (echo results of this person: yes >>"%OUT%") else echo results of this person: no >>"%OUT%"
dir /b "%TEMP%\mijian-self-test-*" "%TEMP%\_MEI*" 2>nul >>"%OUT%"
rmdir /s /q "%WORK%" 2>nul
call :head "end"
echo.
echo 试完了。请把这个文件发回来，里面只有版本、时间和状态，没有这台电脑上的内容：
echo Done. Send this file back; it holds versions, times and statuses, nothing of this computer's contents:
echo   %OUT%
if not "%~1"=="/quiet" pause
exit /b 0

:head
echo.>>"%OUT%"
echo == %~1, %TIME%>>"%OUT%"
echo %~1 ...
exit /b 0

:program
call :head "version"
"%~1" --version >>"%OUT%" 2>&1
echo status %ERRORLEVEL% >>"%OUT%"
call :head "self-test"
"%~1" --self-test --language en >>"%OUT%" 2>&1
echo status %ERRORLEVEL% >>"%OUT%"
call :head "audit (its findings are not kept)"
"%~1" --store "%WORK%\store" audit >nul 2>nul
echo status %ERRORLEVEL% >>"%OUT%"
call :head "documents in a long Chinese path with blanks"
set "DEEP=%WORK%\一个 很长的 文件夹 0123456789012345678901234567890123456789012345678901234567890123456789"
set "DEEP=%DEEP%\0123456789012345678901234567890123456789012345678901234567890123456789"
mkdir "%DEEP%" 2>>"%OUT%"
echo nothing is marked here>"%DEEP%\a.txt"
"%~1" documents "%DEEP%" --no-cache --workers 1 >nul 2>nul
echo status %ERRORLEVEL% >>"%OUT%"
call :head "window, ten seconds"
start "" "%~dp1mijianw.exe" --store "%WORK%\window"
ping -n 11 127.0.0.1 >nul
tasklist /fi "imagename eq mijianw.exe" 2>nul | find /i "mijianw" >nul
if errorlevel 1 (echo it is not open >>"%OUT%") else echo it is open >>"%OUT%"
taskkill /im mijianw.exe >nul 2>nul
ping -n 3 127.0.0.1 >nul
taskkill /f /im mijianw.exe >nul 2>nul
if not errorlevel 1 echo it did not close by itself >>"%OUT%"
exit /b 0

:setup
call :head "installer for a person: install, run, install over it, remove"
start "" /wait "%~1" /S
echo status %ERRORLEVEL% >>"%OUT%"
"%LOCALAPPDATA%\Programs\Mijian\mijian.exe" --version >>"%OUT%" 2>&1
start "" /wait "%~1" /S
"%LOCALAPPDATA%\Programs\Mijian\mijian.exe" --version >>"%OUT%" 2>&1
start "" /wait "%LOCALAPPDATA%\Programs\Mijian-uninstall.exe" /S
ping -n 11 127.0.0.1 >nul
if exist "%LOCALAPPDATA%\Programs\Mijian" (echo something is left >>"%OUT%") else echo nothing is left >>"%OUT%"
exit /b 0

:msi
call :head "installer for group policy: install, run, remove"
start "" /wait msiexec /i "%~1" /qn
echo status %ERRORLEVEL% >>"%OUT%"
"%ProgramFiles%\Mijian\mijian.exe" --version >>"%OUT%" 2>&1
start "" /wait msiexec /x "%~1" /qn
echo status %ERRORLEVEL% >>"%OUT%"
if exist "%ProgramFiles%\Mijian" (echo something is left >>"%OUT%") else echo nothing is left >>"%OUT%"
exit /b 0
