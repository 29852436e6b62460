using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// Moves a loaded model's memory to huge pages in the background. A decode step reads all weights once; with pages of 4 KiB the processor looks
/// up tens of thousands of addresses for that, with 2 MiB some dozens. Asking for huge pages while loading would make the load slower, so
/// the model is loaded as always, and its memory is moved when it has nothing to do.
/// </summary>
/// <remarks>
/// Buffers (keys and values, repacked weights) are collapsed by the kernel. A file's pages cannot be: mapped weights are copied and the copy takes
/// their place at the same address in one step of the kernel's, so that computing goes on meanwhile. What the file's
/// pages took in the page cache stays there for the next load and is given back first when memory is wanted.
/// </remarks>
internal sealed unsafe class HugePages(Func<bool> pace)
{
    private const int Size = 2 * 1024 * 1024;
    private const int SmallPages = Size / 4096;
    private const int WorthwhileResidents = SmallPages * 3 / 4; // collapsing fills the rest with zeros, which takes memory

    /// <summary>Whether the system has any to give.</summary>
    public static bool AreAvailable
    {
        get
        {
            const string setting = "/sys/kernel/mm/transparent_hugepage/enabled";
            return OperatingSystem.IsLinux() && File.Exists(setting) && !File.ReadAllText(setting).Contains("[never]", StringComparison.Ordinal);
        }
    }

    public void Promote()
    {
        foreach (var region in MappedRegion.OfThisProcess())
        {
            var finished = region.IsAnonymousData ? Each(region, Collapse)
                : !region.IsModelFile || !FreeMemory.Holds(2 * (region.End - region.Start)) || Replace(region);
            if (!finished)
                return;
        }
    }

    /// <summary>Visits the huge pages that lie whole in the region; false when stopped or refused.</summary>
    private bool Each(MappedRegion region, Func<nint, bool> visit)
    {
        for (var page = (region.Start + Size - 1) & ~(nint)(Size - 1); page + Size <= region.End; page += Size)
        {
            if (!pace() || !visit(page))
                return false;
        }
        return true;
    }

    private static bool Collapse(nint page)
    {
        var resident = stackalloc byte[SmallPages];
        if (LinuxMemory.mincore(page, Size, resident) != 0)
            return true; // unmapped since the list was read
        var count = 0;
        for (var i = 0; i < SmallPages; i++)
            count += resident[i] & 1;
        return count < WorthwhileResidents || LinuxMemory.madvise(page, Size, LinuxMemory.AdviseCollapse) == 0;
    }

    private bool Replace(MappedRegion region)
    {
        // As long as the region and aligned alike, so that whole huge pages move.
        var length = (nuint)(region.End - region.Start + Size);
        var copies = LinuxMemory.mmap(0, length, LinuxMemory.ProtectReadWrite, LinuxMemory.MapPrivateAnonymous, -1, 0);
        if (copies == LinuxMemory.MapFailed)
            return false;
        LinuxMemory.madvise(copies, length, LinuxMemory.AdviseHugePage);
        var copy = (copies + Size - 1) & ~(nint)(Size - 1);
        LinuxMemory.munmap(copies, (nuint)(copy - copies));
        try
        {
            return Each(region, page =>
            {
                Buffer.MemoryCopy((void*)page, (void*)copy, Size, Size);
                if (LinuxMemory.mprotect(copy, Size, LinuxMemory.ProtectRead) != 0
                    || LinuxMemory.mremap(copy, Size, Size, LinuxMemory.RemapMayMoveFixed, page) != page)
                    return false;
                copy += Size;
                return true;
            });
        }
        finally
        {
            LinuxMemory.munmap(copy, (nuint)copies + length - (nuint)copy); // what was moved lies before it and is the model's now
        }
    }
}
