using System.Runtime.InteropServices;

namespace StarterModels.Trainer.Platform;

/// <summary>Makes the process fit for training: a loadable libtorch and an allocator that keeps large buffers.</summary>
internal static partial class TorchLibrary
{
    private const string FileName = "libLibTorchSharp.so";

    private static readonly string[] NewerThanDebian12 = ["GLIBCXX_3.4.31", "GLIBCXX_3.4.32", "GLIBCXX_3.4.33"];

    private static readonly string[] StandardLibraries =
        ["/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib64/libstdc++.so.6"];

    // of glibc's malloc.h
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMaximum = -8;

    /// <summary>
    /// TorchSharp's library asks for GLIBCXX_3.4.32 because of one symbol that is never called. Where libstdc++ is older
    /// (Debian 12 ends at 3.4.30) the loader refuses it; a weak requirement makes it loadable. Call before any tensor exists.
    /// </summary>
    public static void MakeLoadable()
    {
        var path = Path.Combine(AppContext.BaseDirectory, FileName);
        var standard = StandardLibraries.FirstOrDefault(File.Exists);
        if (!File.Exists(path) || (standard is not null && File.ReadAllBytes(standard).AsSpan().IndexOf("GLIBCXX_3.4.32\0"u8) >= 0))
            return;

        var image = File.ReadAllBytes(path);
        if (ElfVersionRequirements.MakeWeak(image, NewerThanDebian12) == 0)
            return;
        File.Delete(path); // never write through a hard link into the package cache
        File.WriteAllBytes(path, image);
    }

    /// <summary>glibc gives every large tensor back to the kernel by default, which costs more than the arithmetic.</summary>
    public static void KeepLargeBuffers()
    {
        _ = SetMallocOption(TrimThreshold, int.MaxValue);
        _ = SetMallocOption(MmapThreshold, 1 << 30);
        _ = SetMallocOption(ArenaMaximum, 1);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
