# Compiler flags of our own code, as the interface library "compiler".
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(compiler INTERFACE)
target_compile_features(compiler INTERFACE c_std_17)
target_compile_definitions(compiler INTERFACE _GNU_SOURCE)
target_compile_options(compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
    -Wformat=2 -Wcast-qual -Wvla -Wswitch-enum -Wundef -Wwrite-strings -Wpointer-arith
    -Wmissing-include-dirs -fno-common)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(compiler INTERFACE -Wduplicated-branches -Wduplicated-cond -Wlogical-op)
else()
    target_compile_options(compiler INTERFACE -Wno-gnu-zero-variadic-macro-arguments) # C23 has them, and gcc
endif()
if(SANDGATE_WERROR)
    target_compile_options(compiler INTERFACE -Werror)
endif()
if(SANDGATE_SANITIZE)
    target_compile_definitions(compiler INTERFACE SANDGATE_SANITIZED) # gcc and clang have no common macro
    target_compile_options(compiler INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(compiler INTERFACE -fsanitize=address,undefined)
    # A change relinks every test program; gold takes a third of the time. It warns of clang's sanitizers.
    include(CheckLinkerFlag)
    check_linker_flag(C -fuse-ld=gold HAS_GOLD)
    if(HAS_GOLD AND CMAKE_C_COMPILER_ID STREQUAL "GNU")
        target_link_options(compiler INTERFACE -fuse-ld=gold)
    endif()
endif()
if(SANDGATE_FUZZ)
    target_compile_options(compiler INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(compiler INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(SANDGATE_HARDEN)
    target_compile_options(compiler INTERFACE
        -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection
        -ftrivial-auto-var-init=zero -fPIE
        -fno-plt) # all symbols are bound at the start (-z now), so calls of libraries need no stub
    target_link_options(compiler INTERFACE -pie -Wl,-z,relro,-z,now,--as-needed)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
