using CsCheck;
using MultiLLM.Dashboard.Analytics.Requests;

namespace MultiLLM.Dashboard.Tests.Analytics.Requests;

public sealed class RequestStageTests
{
    [Fact]
    public void Of_AnsweredRequest_IsAllItsTimeInOrder()
    {
        var stages = RequestStage.Of(AnalyticsSamples.Request());

        Assert.Equal(["Service", "Load", "Queue", "Prompt", "Answer", "End"], stages.Select(stage => stage.Name));
        Assert.Equal([0.1, 0.2, 0.1, 0.3, 1, 0.05], stages.Select(stage => Math.Round(stage.Seconds, 6)));
        Assert.Equal(1.75, stages[^1].End, 6);
    }

    [Fact]
    public void Of_Embedding_HasNoAnswerToWrite() =>
        Assert.DoesNotContain("Answer", RequestStage.Of(AnalyticsSamples.Request() with { DecodeSeconds = null, TimeToFirstTokenSeconds = null }).Select(stage => stage.Name));

    [Fact]
    public void Of_RequestThatCameToNoModel_IsNothing() =>
        Assert.Empty(RequestStage.Of(AnalyticsSamples.Request("r", "refused") with { LoadSeconds = null, QueueSeconds = null, PromptSeconds = null, DecodeSeconds = null }));

    [Fact]
    public void Of_AnyTimes_FollowEachOtherWithoutGapsOrOverlap()
    {
        var seconds = Gen.OneOf(Gen.Const((double?)null), Gen.Double[0, 100].Select(value => (double?)value));
        Gen.Select(seconds, seconds, seconds, seconds, seconds, Gen.Double[0, 500]).Sample((load, queue, prompt, first, decode, total) =>
        {
            var stages = RequestStage.Of(AnalyticsSamples.Request() with
            {
                LoadSeconds = load, QueueSeconds = queue, PromptSeconds = prompt, TimeToFirstTokenSeconds = first, DecodeSeconds = decode, TotalSeconds = total,
            });

            Assert.All(stages, stage => Assert.True(stage.Seconds >= 0));
            Assert.All(stages.Zip(stages.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        });
    }
}
