/* python.exe for the Windows CPython that the tests run under Wine: loads python311.dll from its own folder. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int argc, wchar_t **argv)
{
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, 32000);
    wchar_t *last = wcsrchr(path, L'\\');
    if (length == 0 || length >= 32000 || last == NULL)
        return 101;
    wcscpy(last + 1, L"python311.dll");
    HMODULE library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (library == NULL) {
        fprintf(stderr, "cannot load %ls: error %lu\n", path, GetLastError());
        return 102;
    }
    py_main start = (py_main)(void *)GetProcAddress(library, "Py_Main");
    return start == NULL ? 103 : start(argc, argv);
}
