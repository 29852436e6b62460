using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>Follows one answer to its end, so that selection learns from it. Nothing is allocated for a piece of it.</summary>
internal sealed class AnsweredBy(SelectionMemory memory, SelectionDecision decision, RecalledRequest request, ChatOptions? options)
{
    private readonly TextDigest _text = new();
    private GenerationStarted? _started;
    private bool _saysOtherwise;
    private bool _brokeOff;
    private bool _isGiven;
    private bool _isOver;

    public SelectionDecision Decision { get; private set; } = decision;
    public RecalledRequest Request => request;

    /// <summary>Null: it is not over, broke off, or its reader left.</summary>
    public GenerationFinished? Finished { get; private set; }

    /// <summary>Whether it speaks for its model; null: it says nothing.</summary>
    public bool? IsGood => Finished is { } finished ? !IsEmpty(finished) && !IsCut(finished) : _brokeOff ? false : null;

    public void Observe(ChatResponseUpdate update)
    {
        _text.Append(update.Text);
        _saysOtherwise |= update.ReplyExtras?.Delta is not null;
        _started ??= update.Started;
        Finished ??= update.Finished;
    }

    public void BrokeOff(Error failure) => _brokeOff = FailureKinds.Of(failure) == FailureKind.Model;

    /// <summary>The answer is over, or its reader left. To be called while the model is still lent.</summary>
    public void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        memory.Ended(this);
        if (_isGiven)
            memory.Given(this);
    }

    /// <summary>The caller gets it, rather than another one in its place: from now on it is known by its id, and its conversation goes on from it.</summary>
    public void Give(SelectionDecision as_)
    {
        (Decision, _isGiven) = (as_, true);
        memory.Decided(this);
        if (_isOver)
            memory.Given(this);
    }

    /// <summary>For the conversation; null: it has nothing to go on from.</summary>
    public ConversationTurn? Turn(Catalog.ModelTask task) => (Finished, _brokeOff) switch
    {
        ({ } finished, _) => new ConversationTurn(Decision.Model.Id, task, _text.Current, (int)(finished.PromptTokens + finished.CompletionTokens)),
        (null, true) => null,
        _ => new ConversationTurn(Decision.Model.Id, task, null, (int)(_started?.PromptTokens ?? 0)),
    };

    /// <summary>A prompt without a chat, a stop string or a limit of one token may well end it before its first word.</summary>
    private bool IsEmpty(GenerationFinished finished) => _text.Characters == 0 && !_saysOtherwise
        && finished is { Reason: FinishReason.Stop, StopText: "" }
        && options is not GenerationOptions { Prompt: not null } && options?.MaxOutputTokens is null or > 1;

    /// <summary>By the end of the model's context, and not by its caller.</summary>
    private bool IsCut(GenerationFinished finished) => finished.Reason == FinishReason.Length
        && options is not GenerationOptions { IgnoreEos: true } && !(finished.CompletionTokens >= options?.MaxOutputTokens);
}
