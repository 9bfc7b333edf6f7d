# Every library that qcity stands on, found where Debian 12 puts it.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf MODULE REQUIRED)  # Debian ships no protobuf CMake config
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)  # 0.14 has no working CMake package
if(QCITY_WITH_RPC)
  find_package(gRPC CONFIG REQUIRED)
  # The client's workbooks. By pkg-config: libzip's CMake package wants its programs too.
  pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
  pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)
  pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
endif()
if(QCITY_BUILD_TESTS)
  find_package(GTest CONFIG REQUIRED)
  include(GoogleTest)
  pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)  # Test data are compressed.
endif()

# google/rpc and google/type protos: read from the distribution's package, never copied.
find_path(QCITY_GOOGLEAPIS google/rpc/error_details.proto
          PATHS /usr/share/gocode/src/github.com/gogo/googleapis NO_DEFAULT_PATH REQUIRED)
