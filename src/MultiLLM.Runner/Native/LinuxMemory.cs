using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

/// <summary>Linux's calls on address ranges. Addresses and sizes are whole pages; 0 means done, -1 an error in errno.</summary>
internal static unsafe partial class LinuxMemory
{
    private const string Lib = "libc";

    public const int ProtectRead = 1;
    public const int ProtectReadWrite = 3;
    public const int MapPrivateAnonymous = 0x22;
    public const int RemapMayMoveFixed = 3;
    public const int AdviseDontNeed = 4;
    public const int AdviseHugePage = 14;
    public const int AdviseCollapse = 25; // Linux 6.1 and later; older ones answer EINVAL
    public const nint MapFailed = -1;

    [LibraryImport(Lib, SetLastError = true)] internal static partial nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int munmap(nint address, nuint length);
    [LibraryImport(Lib, SetLastError = true)] internal static partial nint mremap(nint address, nuint oldLength, nuint newLength, int flags, nint newAddress);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int mprotect(nint address, nuint length, int protection);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int madvise(nint address, nuint length, int advice);
    [LibraryImport(Lib, SetLastError = true)] internal static partial int mincore(nint address, nuint length, byte* pages);
}
