using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>
/// What selection learns from answers: who answered which conversation, how fast models are, what was decided, and how it ended. An answer is worth more
/// than what can be learned from it, so whatever goes wrong here is logged and goes no further.
/// </summary>
internal sealed partial class SelectionMemory(
    IConversations conversations, IModelRates rates, IDemand demand, IDecisionLog decisions, IFeedback feedback,
    IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<SelectionMemory> log)
{
    /// <summary>Adds what is remembered of the conversation.</summary>
    public RecalledRequest Recall(RequestFeatures features, IReadOnlyList<ChatMessage> messages)
    {
        var place = ConversationPlace.Nowhere;
        Guarded(() => place = conversations.Locate(messages, features.Wishes.ConversationId, features.Caller.Mark));
        if (place.Before is null)
            return new RecalledRequest(features, messages, place);
        var signs = place.Before.AsksAgain ? features.Signs with { IsDissatisfied = true } : features.Signs;
        return new RecalledRequest(features with { Conversation = place.Before, Signs = signs }, messages, place);
    }

    /// <summary>The answer's first piece is there.</summary>
    /// <param name="decision">Who gives it.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="asked">As the model was asked.</param>
    public AnsweredBy Begin(SelectionDecision decision, RecalledRequest request, ChatOptions? asked)
    {
        Guarded(() => demand.Asked(decision.Model.Id));
        var step = (asked as GenerationOptions)?.Cascade;
        var answer = new AnsweredBy(this, decision with { ConversationId = request.Place.Id, Cascade = step?.Note }, request, asked);
        if (step is { IsDraft: true })
            step.Draft = answer;
        else
            answer.Give(answer.Decision);
        return answer;
    }

    public void Decided(AnsweredBy answer) => Guarded(() => decisions.Add(new RecordedDecision(
        answer.Decision, time.GetUtcNow(), options.Value.KeepPrompts ? PromptExcerpt.Of(answer.Request.Messages) : null)
    {
        Reading = answer.Request.Features.Reading,
        KeyId = answer.Request.Features.Caller.KeyId,
    }));

    public void Ended(AnsweredBy answer) => Guarded(() =>
    {
        if (answer.Finished is { } finished)
            rates.Answered(answer.Decision.Model, finished);
        if (answer.IsGood is { } good)
            feedback.Outcome(answer.Decision.Model.Id, answer.Request.Features.Reading.Task, good);
    });

    public void Given(AnsweredBy answer) => Guarded(() =>
    {
        if (answer.Turn(answer.Request.Features.Reading.Task) is { } turn)
            conversations.Answered(answer.Request.Place, turn);
    });

    private void Guarded(Action learn)
    {
        try
        {
            learn();
        }
        catch (Exception error)
        {
            LogTrouble(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "Selection could not learn from an answer")]
    private partial void LogTrouble(Exception error);
}

/// <summary>A request with what is remembered of its conversation.</summary>
internal sealed record RecalledRequest(RequestFeatures Features, IReadOnlyList<ChatMessage> Messages, ConversationPlace Place);
