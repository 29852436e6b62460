namespace MultiLLM.Tests.Common;

/// <summary>A new folder that goes with whatever is in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multillm-test-").FullName;

    /// <summary>A service that has just ended may still let go of a file or two.</summary>
    public void Dispose() => Assert.True(SpinWait.SpinUntil(TryDelete, TimeSpan.FromSeconds(10)), $"{Path} cannot be deleted.");

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(Path);
        }
    }
}
