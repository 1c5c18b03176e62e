/* Wine 8 lacks this library of Windows 10; Rust's standard library (in some wheels) takes its random numbers from it. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE place, SIZE_T size)
{
    return SystemFunction036(place, (ULONG)size);
}
