/* Wine 8 has no complex functions in its ucrtbase, and numpy stops without them: these are the compiler's own. The rest
 * of the library is forwarded to Wine's, see c_math.py. A long double is a double in Windows' C. */
#include <complex.h>

#define BOTH(name) (void *)name, (void *)name##f
void *const kept[] __attribute__((used)) = {
    BOTH(cabs), BOTH(carg), BOTH(ccos), BOTH(ccosh), BOTH(cexp), BOTH(cimag), BOTH(clog), BOTH(conj),
    BOTH(cpow), BOTH(creal), BOTH(csin), BOTH(csinh), BOTH(csqrt), BOTH(ctan), BOTH(ctanh),
};
