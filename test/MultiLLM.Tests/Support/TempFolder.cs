namespace MultiLLM.Tests.Support;

internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multillm-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
