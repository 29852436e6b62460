using Microsoft.Extensions.Logging.Abstractions;
using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Hosting;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Health;

public sealed class BaselineFileTests : IDisposable
{
    private readonly TempFolder _home = new();

    private string FilePath => Path.Combine(_home.Path, BaselineFile.FileName);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("""{"version":99,"models":[]}""")]
    [InlineData("""{"version":1,"models":[null]}""")]
    [InlineData("""{"version":1,"models":[{"model_id":"a","size_bytes":1,"seen_at":"2026-01-01T00:00:00Z","cells":[{"signal":"Decoding","cell":99999,"days":[]}]}]}""")]
    [InlineData("""{"version":1,"models":[{"model_id":"a","size_bytes":1,"seen_at":"2026-01-01T00:00:00Z","cells":[{"signal":"Decoding","cell":1,"days":[{"day":1,"count":-4,"mean":0,"squares":0}]}]}]}""")]
    public void Read_FileThatCannotBe_IsSetAside(string text)
    {
        File.WriteAllText(FilePath, text);
        var detector = new DegradationDetector();

        At(FilePath).Read()?.RestoreTo(detector);

        Assert.Empty(detector.Models);
        Assert.Equal(text, File.ReadAllText(FilePath + ".corrupt"));
    }

    [Fact]
    public void Write_HomeCannotBeWritten_GoesOn()
    {
        File.WriteAllText(Path.Combine(_home.Path, "file"), "");
        var below = Path.Combine(_home.Path, "file", "below", BaselineFile.FileName);

        At(below).Write(new BaselineFile(BaselineFile.Current, []));

        Assert.False(File.Exists(below));
    }

    private static StateFile<BaselineFile> At(string path) => new(path, BaselineFile.Format, NullLogger.Instance);
}
