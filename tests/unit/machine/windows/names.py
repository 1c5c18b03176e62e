"""What our names of Windows' structures and numbers are called by Microsoft."""

from __future__ import annotations

STRUCTURES = {
    ("accounts", "_Modals0"): "USER_MODALS_INFO_0",
    ("accounts", "_Modals2"): "USER_MODALS_INFO_2",
    ("accounts", "_Modals3"): "USER_MODALS_INFO_3",
    ("accounts", "_User3"): "USER_INFO_3",
    ("com", "Variant"): "VARIANT",
    ("com", "_Parameters"): "DISPPARAMS",
    ("com", "_ExceptionInfo"): "EXCEPINFO",
    ("devices", "_Key"): "DEVPROPKEY",
    ("network", "_Share1"): "SHARE_INFO_1",
    ("network", "_Share2"): "SHARE_INFO_2",
    ("network", "_Address"): "IP_ADAPTER_UNICAST_ADDRESS_LH",
    ("network", "_Adapter"): "IP_ADAPTER_ADDRESSES_LH",
    ("processes", "_Entry"): "PROCESSENTRY32W",
    ("subject", "_Process"): "WTS_PROCESS_INFOW",
    ("volumes", "_Query"): "STORAGE_PROPERTY_QUERY",
    ("volumes", "_Descriptor"): "STORAGE_DEVICE_DESCRIPTOR",
    ("volumes", "_RecycleBin"): "SHQUERYRBINFO",
    ("wlan", "_Interface"): "WLAN_INTERFACE_INFO",
    ("wlan", "_Profile"): "WLAN_PROFILE_INFO",
    ("wlan", "_List"): "WLAN_PROFILE_INFO_LIST",
}
# Of these only the beginning is declared: Windows hands out lists whose items say how long they are, or follow each
# other by an address in them.
BEGINNINGS = {("network", "_Address"), ("network", "_Adapter"), ("volumes", "_Descriptor"), ("wlan", "_List")}

CONSTANTS = {
    ("accounts", "_NORMAL_ACCOUNTS"): "FILTER_NORMAL_ACCOUNT",
    ("accounts", "_DISABLED"): "UF_ACCOUNTDISABLE",
    ("accounts", "_NO_PASSWORD_NEEDED"): "UF_PASSWD_NOTREQD",
    ("accounts", "_ADMIN"): "USER_PRIV_ADMIN",
    ("accounts", "_TOKEN_QUERY"): "TOKEN_QUERY",
    ("accounts", "_TOKEN_USER"): "TokenUser",
    ("accounts", "_ALL"): "MAX_PREFERRED_LENGTH",
    ("api", "ACCESS_DENIED"): "ERROR_ACCESS_DENIED",
    ("api", "_SYSTEM32"): "LOAD_LIBRARY_SEARCH_SYSTEM32",
    ("com", "_MULTITHREADED"): "COINIT_MULTITHREADED",
    ("com", "_NEW_ENUM"): "DISPID_NEWENUM",
    ("com", "_EXCEPTION"): "DISP_E_EXCEPTION",
    ("com", "_ARRAY"): "VT_ARRAY",
    ("desktop", "_ACTIVE"): "SPI_GETSCREENSAVEACTIVE",
    ("desktop", "_TIMEOUT"): "SPI_GETSCREENSAVETIMEOUT",
    ("desktop", "_SECURE"): "SPI_GETSCREENSAVESECURE",
    ("devices", "_FILETIME"): "DEVPROP_TYPE_FILETIME",
    ("devices", "_PHANTOM"): "CM_LOCATE_DEVNODE_PHANTOM",
    ("devices", "_NO_SUCH_NODE"): "CR_NO_SUCH_DEVNODE",
    ("devices", "_BAD_ID"): "CR_INVALID_DEVICE_ID",
    ("devices", "_NO_SUCH_VALUE"): "CR_NO_SUCH_VALUE",
    ("network", "_NO_SERVER"): "NERR_ServerNotStarted",
    ("network", "_NO_DATA"): "ERROR_NO_DATA",
    ("network", "_BUFFER_OVERFLOW"): "ERROR_BUFFER_OVERFLOW",
    ("network", "_WITH_GATEWAYS"): "GAA_FLAG_INCLUDE_GATEWAYS",
    ("processes", "_PROCESSES"): "TH32CS_SNAPPROCESS",
    ("processes", "_NO_MORE_FILES"): "ERROR_NO_MORE_FILES",
    ("registry", "_NO_MORE_ITEMS"): "ERROR_NO_MORE_ITEMS",
    ("registry", "_KEY_DELETED"): "ERROR_KEY_DELETED",
    ("volumes", "REMOVABLE"): "DRIVE_REMOVABLE",
    ("volumes", "FIXED"): "DRIVE_FIXED",
    ("volumes", "REMOTE"): "DRIVE_REMOTE",
    ("volumes", "OPTICAL"): "DRIVE_CDROM",
    ("volumes", "RAM"): "DRIVE_RAMDISK",
    ("volumes", "_BITLOCKED"): "FVE_E_LOCKED_VOLUME",
    ("volumes", "_READ_ONLY_VOLUME"): "FILE_READ_ONLY_VOLUME",
    ("volumes", "_QUERY_PROPERTY"): "IOCTL_STORAGE_QUERY_PROPERTY",
    ("volumes", "_OPEN_EXISTING"): "OPEN_EXISTING",
    ("volumes", "_INVALID_FUNCTION"): "ERROR_INVALID_FUNCTION",
    ("volumes", "_NOT_SUPPORTED"): "ERROR_NOT_SUPPORTED",
    ("wlan", "_SERVICE_NOT_ACTIVE"): "ERROR_SERVICE_NOT_ACTIVE",
}

# Interfaces, and the places of the methods that we call by number: our number by Microsoft's name.
INTERFACES = {
    "IUnknown": {"QueryInterface": "_QUERY_INTERFACE", "Release": "_RELEASE"},
    "IDispatch": {"GetIDsOfNames": "_GET_IDS_OF_NAMES", "Invoke": "_INVOKE"},
    "IEnumVARIANT": {"Next": "_NEXT"},
}
