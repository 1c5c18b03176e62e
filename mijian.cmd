@echo off
rem The one command of a clone on Windows. On first use it makes the environment from the lock file.
rem   mijian            the window          mijian audit      audit this computer on the terminal
rem   mijian test       the test suite
rem What there is to say is said by packaging\environment.py, which a console of any code page shows; here are only the
rem words for a computer without a Python that could say them.
setlocal
rem Python takes the first of these for its own place, even with -I; OpenSSL loads libraries that the others name.
for %%V in (__PYVENV_LAUNCHER__ OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES) do set "%%V="
set "ROOT=%~dp0"
set "PY="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do (
  if not defined PY (
    %%~P -I -S -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "PY=%%~P"
  )
)
if not defined PY goto no_python

set "LOCK=runtime"
if /i "%~1"=="test" set "LOCK=dev"
rem The folder's name is printed, not its path: it reads the same in every code page.
set "ENVIRONMENT="
for /f "usebackq delims=" %%E in (`%PY% -I -S "%ROOT%packaging\environment.py" %LOCK%`) do set "ENVIRONMENT=%%E"
if not defined ENVIRONMENT exit /b 69
set "PYTHON=%ROOT%%ENVIRONMENT%\Scripts\python.exe"

if /i "%~1"=="test" (
  cd /d "%ROOT%"
  "%PYTHON%" -m pytest -n 2 --dist worksteal -m "not wine and not frozen"
) else (
  rem Where the caller stands: paths on the command line are the caller's, not the clone's.
  "%PYTHON%" -I "%ROOT%main.py" %*
)
exit /b %errorlevel%

:no_python
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul
echo 需要 Python 3.11 或更新版本：这台电脑上没有，或者太旧。请让信息中心安装（安装时选中 py launcher），或改用不需要 Python 的打包版。 1>&2
echo Python 3.11 or newer is needed; this computer has none, or an older one. Ask IT to install it, with the py launcher, or use the packed program, which needs no Python. 1>&2
chcp %CODEPAGE% >nul
exit /b 69
