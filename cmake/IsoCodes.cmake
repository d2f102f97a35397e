# Writes the codes of countries and currencies from Debian's iso-codes as sorted C strings, one file for
# each list. src/model/iso.c includes them.
pkg_check_modules(ISO_CODES REQUIRED iso-codes)

function(generate_iso_codes standard member)
    set(source "${ISO_CODES_PREFIX}/share/iso-codes/json/iso_${standard}.json")
    set(codes)

    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
    file(READ "${source}" json)
    string(JSON last LENGTH "${json}" "${standard}")
    math(EXPR last "${last} - 1")
    foreach(i RANGE ${last})
        string(JSON code GET "${json}" "${standard}" ${i} "${member}")
        list(APPEND codes "\"${code}\"")
    endforeach()
    list(SORT codes)
    list(JOIN codes ",\n" text)
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/iso_${standard}.inc" CONTENT "${text}\n" @ONLY)
endfunction()

generate_iso_codes("3166-1" alpha_2)
generate_iso_codes("4217" alpha_3)
