# One call per target: qcity_proto, qcity_library, qcity_binary, qcity_test, qcity_bench.

# The headers of gRPC, protobuf and Abseil cost more to read than most of our files to compile: targets that link gRPC share them precompiled.
if(QCITY_WITH_RPC)
  set(pch_source ${PROJECT_BINARY_DIR}/pch.cc)
  file(CONFIGURE OUTPUT ${pch_source} CONTENT "")
  add_library(qcity_pch STATIC ${pch_source})
  target_link_libraries(qcity_pch PUBLIC gRPC::grpc++ absl::btree absl::flat_hash_map absl::statusor absl::strings absl::time)
  target_precompile_headers(qcity_pch PRIVATE
    <grpcpp/grpcpp.h> <functional> <memory> <optional> <string> <vector> <absl/container/btree_map.h> <absl/container/flat_hash_map.h>
    <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/time.h> <google/protobuf/message.h>)
endif()

# Lets `name` use the precompiled headers if any of its dependencies brings gRPC.
function(qcity_reuse_pch name)
  if(QCITY_WITH_RPC AND "${ARGN}" MATCHES "gRPC::|qcity_(rpc|indicators|tasks|aggregation|feed_follower|feed_service|test_server)|qcity_cli(;|$)")
    target_precompile_headers(${name} REUSE_FROM qcity_pch)
  endif()
endfunction()

# qcity_proto(NAME FILES a.proto ... [ROOT dir] [DEPS ...] [GRPC])
# Generates C++ for protos under ROOT (default: proto/) and makes the library NAME of it.
function(qcity_proto name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "FILES;DEPS" ${ARGN})
  if(NOT ARG_ROOT)
    set(ARG_ROOT ${PROJECT_SOURCE_DIR}/proto)
  endif()
  set(out ${PROJECT_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  set(imports ${PROJECT_SOURCE_DIR}/proto ${QCITY_GOOGLEAPIS} ${ARG_ROOT})
  list(REMOVE_DUPLICATES imports)
  list(TRANSFORM imports PREPEND -I)
  foreach(file ${ARG_FILES})
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(outputs ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(flags --cpp_out=${out})
    if(ARG_GRPC AND QCITY_WITH_RPC)
      list(APPEND outputs ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND flags --grpc_out=${out} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc ${imports} ${flags} ${ARG_ROOT}/${file}
      DEPENDS ${ARG_ROOT}/${file}
      COMMENT "protoc ${file}" VERBATIM)
    list(APPEND sources ${outputs})
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_compile_options(${name} PRIVATE -w)
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf ${ARG_DEPS})
  if(ARG_GRPC AND QCITY_WITH_RPC)
    target_link_libraries(${name} PUBLIC gRPC::grpc++)
  endif()
endfunction()

# qcity_library(NAME SOURCES a.cc ... [DEPS ...])
function(qcity_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  qcity_reuse_pch(${name} ${ARG_DEPS})
endfunction()

# qcity_binary(NAME SOURCES main.cc ... DEPS ...): a program in bin/.
function(qcity_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS})
  qcity_reuse_pch(${name} ${ARG_DEPS})
  target_compile_definitions(${name} PRIVATE QCITY_VERSION="${PROJECT_VERSION}")
endfunction()

# qcity_test(NAME SOURCES a_test.cc ... DEPS ... [TIMEOUT seconds]): a GoogleTest program that ctest runs as one test.
function(qcity_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  qcity_reuse_pch(${name} ${ARG_DEPS})
  target_compile_definitions(${name} PRIVATE QCITY_SOURCE_DIR="${PROJECT_SOURCE_DIR}" QCITY_BIN_DIR="${PROJECT_BINARY_DIR}/bin")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()

# qcity_bench(NAME SOURCES a.cc ... DEPS ...): a benchmark program; built with the tests, run by `./dev bench` only.
function(qcity_bench name)
  qcity_binary(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
endfunction()

# qcity_embed_sql(TARGET schema.sql NAMESPACE): compiles the file into TARGET as `extern const char kSchema[]` of that namespace.
function(qcity_embed_sql target file namespace)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  file(READ ${file} text)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${file}.cc)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
       "namespace @namespace@ {\nextern const char kSchema[];\nconst char kSchema[] = R\"sql(@text@)sql\";\n}\n")
  target_sources(${target} PRIVATE ${source})
endfunction()
