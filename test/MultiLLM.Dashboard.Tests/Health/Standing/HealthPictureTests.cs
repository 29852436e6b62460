using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Health.Standing;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Tests.Health.Standing;

public sealed class HealthPictureTests
{
    private static readonly HealthOverview s_well = new() { Status = "ok", Score = 100, CanServe = true, Parts = [], Deductions = [], Models = [] };

    [Fact]
    public void Of_NotAskedYet_IsUnknown() => Assert.Equal(HealthGrade.Unknown, HealthPicture.Of(LiveView.Nothing).Grade);

    [Fact]
    public void Of_NoAnswer_IsBadAndSaysWhy() =>
        Assert.Equal("It does not answer.", HealthPicture.Of(new LiveView { Offline = "It does not answer." }).Reasons.Single());

    [Fact]
    public void Of_NoAnswerAnyMore_KeepsWhatWasKnown() =>
        Assert.Equal(HealthGrade.Good, HealthPicture.Of(new LiveView { Health = s_well, Offline = "It does not answer." }).Grade);

    [Theory]
    [InlineData("ok", true, HealthGrade.Good)]
    [InlineData("degraded", true, HealthGrade.Impaired)]
    [InlineData("unhealthy", true, HealthGrade.Bad)]
    [InlineData("unhealthy", false, HealthGrade.Bad)]
    public void Of_EachStatus_HasItsGrade(string status, bool canServe, HealthGrade grade)
    {
        var picture = HealthPicture.Of(new LiveView { Health = s_well with { Status = status, CanServe = canServe, Score = 42 } });

        Assert.Equal((grade, 42), (picture.Grade, picture.Score));
        Assert.Equal(!canServe, picture.Headline == "Cannot take requests");
    }

    [Fact]
    public void Of_Deduction_HasItsReasonItsPointsAndWhatToDo()
    {
        var lost = new HealthDeductionInfo
        {
            Part = "crashes", Points = 6, ModelId = "a", Reason = "a crashed once.", Advice = "Load it afresh.", Action = new HealthActionInfo("reload", "a"),
        };
        var picture = HealthPicture.Of(new LiveView { Health = s_well with { Status = "degraded", Deductions = [lost] } });

        Assert.Equal("a crashed once. (6 points)", picture.Reasons.Single());
        Assert.Equal(new HealthAdvice("Load it afresh.", "reload", "a"), picture.Advice.Single());
    }
}
