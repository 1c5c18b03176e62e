#!/usr/bin/env bash
# Run by base.sh within the Debian 11: makes what it needs and Debian 11 has not, into /opt/python.
set -euo pipefail
older="-include /build/glibc228.h"
make=(make -s -j"$(nproc)")

cd /build/sqlite
./configure --prefix=/opt/python --disable-static --disable-readline --disable-tcl \
  CFLAGS="-O2 $older -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_COLUMN_METADATA" >/build/sqlite.log
"${make[@]}" >>/build/sqlite.log 2>&1
make install >>/build/sqlite.log 2>&1

# For digests, and for SM2 where gmssl-pyx has no wheel. It reads no settings of the computer that it runs on, and loads nothing
# that they could name.
cd /build/openssl
CFLAGS="-O2 $older" ./Configure --prefix=/opt/python --libdir=lib --openssldir=/usr/lib/ssl shared no-autoload-config no-engine \
  no-module no-legacy no-tests "linux-$(uname -m)" >/build/openssl.log
"${make[@]}" build_libs >>/build/openssl.log 2>&1
"${make[@]}" install_dev >>/build/openssl.log 2>&1

# sem_clockwait is glibc 2.30's and gettid 2.30's: Python does without either.
# Debian makes pyexpat a part of the interpreter; made as a module, its patch needs the word that opens the inner headers.
cd /build/python
sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
./configure --prefix=/opt/python --enable-shared --without-ensurepip --with-system-expat --with-openssl=/opt/python --disable-test-modules \
  CPPFLAGS=-I/opt/python/include LDFLAGS="-L/opt/python/lib -Wl,-rpath,/opt/python/lib" CFLAGS="$older" \
  ac_cv_func_sem_clockwait=no ac_cv_func_gettid=no >/build/python.log
"${make[@]}" >>/build/python.log 2>&1
make install >>/build/python.log 2>&1

# The modules that the program calls, with their own JPEG, PNG and zlib and nothing that is fetched while it is made.
mkdir /build/opencv/made
cd /build/opencv/made
off=()
for name in FFMPEG GSTREAMER V4L IPP ITT TIFF WEBP OPENJPEG JASPER OPENEXR AVIF PROTOBUF FLATBUFFERS LAPACK EIGEN OPENCL \
  GTK QT ADE QUIRC 1394 VA KLEIDICV; do off+=("-DWITH_$name=OFF"); done
cpu=()
[ "$(uname -m)" != x86_64 ] || cpu=(-DCPU_BASELINE=SSE3 "-DCPU_DISPATCH=SSE4_1;SSE4_2;AVX;FP16;AVX2;AVX512_SKX") # the wheel's
cmake .. -DCMAKE_BUILD_TYPE=Release -DBUILD_LIST=core,flann,geometry,imgproc,imgcodecs,python3 -DBUILD_SHARED_LIBS=OFF \
  "${off[@]}" "${cpu[@]}" -DBUILD_ZLIB=ON -DBUILD_PNG=ON -DBUILD_JPEG=ON -DBUILD_TESTS=OFF -DBUILD_PERF_TESTS=OFF \
  -DBUILD_opencv_apps=OFF -DBUILD_JAVA=OFF -DBUILD_DOCS=OFF -DOPENCV_SKIP_PYTHON_LOADER=ON \
  -DPYTHON3_EXECUTABLE=/opt/python/bin/python3.11 -DPYTHON3_INCLUDE_DIR=/opt/python/include/python3.11 \
  -DPYTHON3_LIBRARY=/opt/python/lib/libpython3.11.so -DPYTHON3_NUMPY_INCLUDE_DIRS=/build/numpy/numpy/_core/include \
  -DCMAKE_C_FLAGS="$older" -DCMAKE_CXX_FLAGS="$older -ffunction-sections -fdata-sections" \
  -DCMAKE_MODULE_LINKER_FLAGS="-Wl,--gc-sections -Wl,--strip-all -static-libgcc -static-libstdc++" >/build/opencv.log
"${make[@]}" >>/build/opencv.log 2>&1
mkdir -p /opt/opencv
cp lib/python3/cv2*.so /opt/opencv/
