@echo off
rem Starts the program from this folder. What it keeps goes to the folder results beside this file; on a write-protected stick
rem to a folder that is removed when the window is closed.
setlocal
set "HERE=%~dp0"
if not exist "%HERE%windows\mijianw.exe" exit /b 69
set "KEPT=%HERE%results"
if not exist "%KEPT%" mkdir "%KEPT%" 2>nul
copy /y nul "%KEPT%\.writable" >nul 2>nul
if exist "%KEPT%\.writable" (
  del "%KEPT%\.writable"
  start "" "%HERE%windows\mijianw.exe" --store "%KEPT%" %*
  exit /b 0
)
set "KEPT=%TEMP%\mijian-%RANDOM%%RANDOM%"
mkdir "%KEPT%"
start "" /wait "%HERE%windows\mijianw.exe" --store "%KEPT%" %*
rmdir /s /q "%KEPT%"
