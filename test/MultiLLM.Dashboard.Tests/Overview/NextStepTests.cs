using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Overview;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Overview;

public sealed class NextStepTests
{
    private const string Address = "http://127.0.0.1:8007/";

    [Fact]
    public void Of_FreshInstallation_BeginsWithThePlaygroundAndOffersABetterModel()
    {
        var steps = NextStep.Of([Starter], Prospect, requests: 0, Address);

        Assert.Equal(["Ask something", "Fetch Better Model", "Connect your programs"], steps.Select(step => step.Title));
        Assert.Contains("tiny", steps[1].Text);
        Assert.Same(Prospect, steps[1].Fetch);
        Assert.Contains("http://127.0.0.1:8007/v1;", steps[2].Text);
    }

    [Fact]
    public void Of_NoModels_LeadsToThoseThatFit() => Assert.Equal("/ui/models?fits=yes", NextStep.Of([], null, null, Address)[0].Link);

    [Fact]
    public void Of_BusyService_OnlyTellsHowToConnect() =>
        Assert.Equal(["Connect your programs"], NextStep.Of([Samples.Model("big")], null, requests: 10, Address).Select(step => step.Title));

    [Fact]
    public void NeedsBetter_OneGrownModelAmongStarters_DoesNot()
    {
        Assert.True(NextStep.NeedsBetter([Starter]));
        Assert.False(NextStep.NeedsBetter([Starter, Samples.Model("big")]));
    }

    private static ModelInfo Starter => Samples.Model("starter-chat") with { StarterModel = true };

    private static ProspectInfo Prospect { get; } = new()
    {
        ModelId = "better", Name = "Better Model", Quality = 7, Reason = "It fits.",
        Validation = new ValidateReply
        {
            ModelId = "better", Valid = true, Verdict = "fits", Installed = false, Memory = new MemoryFitInfo { Ok = true },
            Context = new ContextFitInfo(true), Gpu = new GpuFitInfo(true, 0, 0, "None."),
        },
    };
}
