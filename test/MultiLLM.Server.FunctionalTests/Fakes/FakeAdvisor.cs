using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Reads everything as hard code and puts tiny-chat first.</summary>
internal sealed class FakeAdvisor : IModelAdvisor
{
    public (IReadOnlyList<ChatMessage> Conversation, GenerationOptions Options)? LastCall { get; private set; }

    public ValueTask<Result<Advice>> AdviseAsync(IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CancellationToken cancellationToken)
    {
        LastCall = (conversation, Assert.IsType<GenerationOptions>(options));
        var features = new RequestFeatures
        {
            PromptTokens = 40, AnswerTokens = 300,
            Conversation = new ConversationState("tiny-code", ModelTask.Code, Turns: 2, CachedTokens: 30, Moves: 1, Id: "conv-1"),
        };
        return ValueTask.FromResult<Result<Advice>>(new Advice(
            FakeDecisions.Reading, new RequestSigns { Language = "en", WantsDepth = true }, LastCall.Value.Options.Wishes?.Preference ?? Preference.Balanced,
            FakeDecisions.Candidates(FakeModels.Chat), "tiny-chat fits best.") { Features = features });
    }

    public ValueTask<IReadOnlyList<Prospect>> ProspectsAsync(Advice advice, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Prospect>>([.. ((Prospect[])
        [
            new(FakeModels.Coder, 9, 4, 1_200, 1_500, "Nice coder would do better."),
            new(FakeModels.Big, 5, 20, 4_000, null, "Big chat would do a little better."),
        ]).Take(limit)]);
}

/// <summary>Knows <see cref="FakeDecisions.Id"/> only.</summary>
internal sealed class FakeFeedback : IFeedback
{
    public FeedbackVote? LastVote { get; private set; }
    public IQualityEvidence Evidence => throw new NotSupportedException();

    public Result<FeedbackReceipt> Vote(FeedbackVote vote)
    {
        LastVote = vote;
        return vote.DecisionId == FakeDecisions.Id
            ? new FeedbackReceipt("tiny-chat", "code", 4, 4 + (0.25 * vote.Rating))
            : new Error(ErrorCode.DecisionNotFound, "There is no such decision.", "decision_id");
    }

    public void Preferred(string id, string betterModelId, string worseModelId, ModelTask task) => throw new NotSupportedException();

    public void Outcome(string modelId, ModelTask task, bool good) => throw new NotSupportedException();
}
