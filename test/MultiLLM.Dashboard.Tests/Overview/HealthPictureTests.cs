using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Overview;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Overview;

public sealed class HealthPictureTests
{
    private static readonly Loading<HealthReport> s_ready = new(new HealthReport("ok", []));

    [Fact]
    public void Of_NotAskedYet_IsUnknown() => Assert.Equal(HealthGrade.Unknown, HealthPicture.Of(Loading<HealthReport>.Begun, null).Grade);

    [Fact]
    public void Of_ReadyAndNothingFails_IsGood() => Assert.Equal(HealthGrade.Good, HealthPicture.Of(s_ready, Samples.Residency(Samples.Ready("a"))).Grade);

    [Fact]
    public void Of_NotReady_IsBadWithTheReasons()
    {
        var picture = HealthPicture.Of(new(new HealthReport("unavailable", ["There is no model."])), null);

        Assert.Equal((HealthGrade.Bad, "There is no model."), (picture.Grade, picture.Reasons.Single()));
    }

    [Fact]
    public void Of_FailedModel_AdvisesToLoadItAgain()
    {
        var picture = HealthPicture.Of(s_ready, Samples.Residency(Samples.Ready("a") with { State = "failed", LastError = "It broke." }));

        Assert.Equal(HealthGrade.Impaired, picture.Grade);
        Assert.Equal("a: It broke.", picture.Reasons.Single());
        Assert.Equal(("load", "a"), (picture.Advice.Single().Kind, picture.Advice.Single().ModelId));
    }
}
