# Language level, warnings, sanitizers and the optional accelerators (ccache, mold): used where found, never required.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

option(QCITY_BUILD_TESTS "Build the tests and benchmarks" ON)
option(QCITY_WITH_RPC "Build everything that links gRPC (off for the thread sanitizer)" ON)
set(QCITY_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them: address,undefined or thread")

add_compile_options(-Wall -Wextra -Wpedantic -Wno-unused-parameter -Wno-missing-field-initializers -fno-omit-frame-pointer)
# x87-free, contraction-free arithmetic: the score must give the same bytes on every machine.
add_compile_options(-ffp-contract=off)
if(QCITY_SANITIZE)
  add_compile_options(-fsanitize=${QCITY_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QCITY_SANITIZE})
endif()

find_program(QCITY_CCACHE ccache)
if(QCITY_CCACHE)
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)  # Lets ccache see into precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${QCITY_CCACHE})
endif()
find_program(QCITY_MOLD mold)
if(QCITY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
