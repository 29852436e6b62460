using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>
/// What a conversation's past speaks for or against a model, in points of utility. It stays with the model that answered before while that has its
/// beginning ready and the task is alike. Each move makes the next one twice as hard, so it never goes back and forth. Pure.
/// </summary>
internal sealed class ConversationPull
{
    /// <summary>An advantage below this is no reason to move for the first time.</summary>
    private const double Stay = 0.08;

    /// <summary>Whoever gave an answer that did not please should not give the next one, if another does about as well.</summary>
    private const double Displeased = 0.25;

    /// <summary>Points of quality within which another does about as well.</summary>
    private const double AboutAsWell = 0.5;

    /// <summary>After so many moves a person who is still not pleased will not be by moving on.</summary>
    private const int MovesToPlease = 2;

    private readonly ConversationState? _conversation;
    private readonly double _stay;
    private readonly double _displeased;
    private readonly double _qualityBefore;

    /// <param name="request">The request.</param>
    /// <param name="residency">Who holds the conversation's beginning ready.</param>
    /// <param name="qualityBefore">Expected of the model that answered before; 0: it is gone.</param>
    public ConversationPull(RequestFeatures request, ResidencySnapshot residency, double qualityBefore)
    {
        _conversation = request.Conversation;
        _qualityBefore = qualityBefore;
        if (_conversation is not { } conversation)
            return;
        if (request.Signs.IsDissatisfied && conversation.Moves < MovesToPlease)
        {
            _displeased = Displeased;
            return;
        }
        var holds = conversation.CachedTokens > 0 && IsHeld(conversation, residency) && !ChangesClearly(conversation.Task, request.Reading);
        var steps = holds ? conversation.Moves : conversation.Moves - 1;
        _stay = steps < 0 ? 0 : Math.Min(1, Stay * Math.Pow(2, steps));
    }

    /// <summary>Its model was not unloaded since, so that the conversation's beginning need not be computed again.</summary>
    public static bool IsHeld(ConversationState conversation, ResidencySnapshot residency) =>
        residency.Find(conversation.ModelId) is { State: ModelState.Ready } standing && standing.LoadedAt <= conversation.AnsweredAt;

    /// <summary>To be added to a candidate's utility.</summary>
    public double On(ModelDefinition model, double quality)
    {
        if (_conversation is null)
            return 0;
        var isOurs = model.Id == _conversation.ModelId;
        return isOurs ? _stay - _displeased : quality < _qualityBefore - AboutAsWell ? -_displeased : 0;
    }

    /// <summary>Small talk in between is no new task, and neither is what cannot be told.</summary>
    public static bool ChangesClearly(ModelTask before, TaskReading now) =>
        now.IsSure && now.Task != ModelTask.Chat && GroupOf(now.Task) != GroupOf(before);

    /// <summary>Tasks that the same models are good at.</summary>
    private static ModelTask GroupOf(ModelTask task) => task switch
    {
        ModelTask.Knowledge => ModelTask.Chat,
        ModelTask.Math => ModelTask.Reasoning,
        ModelTask.Rewriting or ModelTask.Summarization or ModelTask.Extraction or ModelTask.Translation => ModelTask.Writing,
        _ => task,
    };
}
