using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>
/// Lets go of program code that only the start and the load needed: the compiler, the template engine, the model's reader. The pages stay in the
/// system's cache of files and come back one by one when they are used again.
/// </summary>
internal static class CodePages
{
    public static void Release()
    {
        foreach (var region in MappedRegion.UnchangedFiles().ToArray())
            LinuxMemory.madvise(region.Start, (nuint)(region.End - region.Start), LinuxMemory.AdviseDontNeed);
    }
}
