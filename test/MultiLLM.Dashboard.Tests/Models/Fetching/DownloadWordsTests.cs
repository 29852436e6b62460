using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Models.Fetching;

namespace MultiLLM.Dashboard.Tests.Models.Fetching;

public sealed class DownloadWordsTests
{
    private static readonly PullStatus s_status = new()
    {
        Id = "m", Source = "hf:o/r/m.gguf@main", State = "downloading", BytesDone = 1_200_000_000, BytesTotal = 4_800_000_000, BytesPerSecond = 38_000_000, SecondsLeft = 94.7,
    };

    [Fact]
    public void Progress_Downloading_HasAmountSpeedAndTime()
    {
        Assert.Equal("1.20 GB of 4.80 GB, 38.0 MB/s, 95 s left", DownloadWords.Progress(s_status));
        Assert.Equal(0.25, DownloadWords.Share(s_status));
    }

    [Fact]
    public void Progress_Stopped_HasNoSpeed() => Assert.Equal("1.20 GB of 4.80 GB", DownloadWords.Progress(s_status with { State = "stopped" }));

    [Fact]
    public void Share_SizeNotKnown_IsNotKnown() => Assert.Null(DownloadWords.Share(s_status with { BytesTotal = null }));

    [Fact]
    public void Again_FileOfTheHub_NamesTheSameFileAndId() =>
        Assert.Equal(new PullRequest { ModelId = "hf:o/r/m.gguf@main", As = "m" }, PullSource.Again(s_status));
}
