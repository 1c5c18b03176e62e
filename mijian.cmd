@echo off
rem The one command of a clone on Windows. On first use it makes the virtual environment from the lock file.
rem   mijian            the window          mijian audit      audit this computer on the terminal
rem   mijian test       the test suite
setlocal
set "CALLER=%CD%"
cd /d "%~dp0"
set "PY=py -3"
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul || set "PY=python"
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
if errorlevel 1 (
  echo Python 3.11 or newer is needed: https://www.python.org/downloads/windows/ 1>&2
  exit /b 69
)
set "LOCK=runtime"
if /i "%~1"=="test" set "LOCK=dev"
if not exist .venv\Scripts\python.exe (
  echo First run: preparing the environment ... 1>&2
  %PY% -m venv .venv || exit /b 70
)
fc /b "packaging\locks\%LOCK%.txt" ".venv\.lock-%LOCK%" >nul 2>&1
if errorlevel 1 (
  echo Installing what the lock file names ... 1>&2
  .venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "packaging\locks\%LOCK%.txt" || exit /b 70
  copy /y "packaging\locks\%LOCK%.txt" ".venv\.lock-%LOCK%" >nul
)
if /i "%~1"=="test" (
  .venv\Scripts\python.exe -m pytest -n 2 -m "not wine and not frozen"
) else (
  rem Paths on the command line are the caller's, not the clone's.
  cd /d "%CALLER%"
  "%~dp0.venv\Scripts\python.exe" "%~dp0main.py" %*
)
exit /b %errorlevel%
