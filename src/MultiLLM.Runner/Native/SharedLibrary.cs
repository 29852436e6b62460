using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

/// <summary>Finds functions that the engine's plugins export but do not offer by name.</summary>
internal static unsafe partial class SharedLibrary
{
    [StructLayout(LayoutKind.Sequential)]
    private struct AddressInfo
    {
        public byte* File;
        public void* Base;
        public byte* Symbol;
        public void* SymbolAddress;
    }

    [LibraryImport("libc")]
    private static partial int dladdr(nint address, AddressInfo* info);

    /// <summary>The function of that name in the library that holds <paramref name="function"/>; 0: it has none, or the system cannot tell.</summary>
    public static nint Neighbour(nint function, string name)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        AddressInfo info;
        if (dladdr(function, &info) == 0 || Marshal.PtrToStringUTF8((nint)info.File) is not { } file)
            return 0;
        // It is loaded; opening it again only counts.
        return NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, name, out var neighbour) ? neighbour : 0;
    }
}
