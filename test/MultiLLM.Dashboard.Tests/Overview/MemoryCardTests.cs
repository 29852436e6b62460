using Bunit;
using MultiLLM.Dashboard.Overview;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Overview;

public sealed class MemoryCardTests : PageTest
{
    [Fact]
    public void Render_NothingKnown_IsBusy() => Assert.NotNull(Render<MemoryCard>(parameters => parameters.Add(card => card.Picture, null)).Find("[aria-busy=true]"));

    [Fact]
    public void Render_Models_HaveTheirMeasuredAndPredictedBytesAsText()
    {
        var picture = MemoryPicture.Of(Samples.Resources, Samples.Residency(Samples.Ready("a") with { PredictedBytes = 2_500_000_000 }));
        var card = Render<MemoryCard>(parameters => parameters.Add(c => c.Picture, picture).Add(c => c.Gpus, Samples.Resources.Gpus));

        var text = card.Find("[data-testid=memory]").TextContent;
        Assert.Contains("2.00 GB", text);
        Assert.Contains("predicted 2.50 GB", text);
        Assert.Contains("1.00 GB of 8.00 GB in use", text);
        Assert.Equal("true", card.Find(".bar").GetAttribute("aria-hidden"));
    }
}
