using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary>Text completion events: the pieces of each continuation, one with its finish reason; then usage if asked for.</summary>
internal sealed class CompletionStreamFormat(ReplyHead head, int choices, bool includeUsage) : IAnswerFormat
{
    private static readonly OpenAIJsonContext s_json = OpenAIJsonContext.Default;
    private readonly int[] _offsets = new int[choices];
    private int _lastToFinish;

    public bool BreaksOff => true; // OpenAI's package for .NET skips events it does not know

    public void Write(EventWriter events, ChoiceUpdate item, AnswerProgress progress)
    {
        var (choice, update) = item;
        var text = update.Text;
        var logProbs = ReplyParts.CompletionLogProbs(update.LogProbs, ref _offsets[choice]);
        if (text.Length > 0 || logProbs is not null)
            Send(events, progress, new CompletionChoice(choice, text) { LogProbs = logProbs });
        if (update.FinishReason is null)
            return;
        if (progress.Unfinished > 0)
            Send(events, progress, Finish(choice, progress));
        else
            _lastToFinish = choice;
    }

    public void End(EventWriter events, AnswerProgress progress)
    {
        var finish = Event(progress, [Finish(_lastToFinish, progress)]);
        if (includeUsage)
        {
            events.Write(finish, s_json.Completion);
            finish = Event(progress, []) with { Usage = ReplyParts.Usage(progress) };
        }
        events.Write(finish with { Timings = progress.Timings, MultiLLM = ReplyParts.Note(progress) }, s_json.Completion);
        events.WriteDone();
    }

    public void Fail(EventWriter events, Error error) =>
        events.Write(ErrorReplies.OpenAIEnvelope(ErrorTable.Of(error.Code), error), s_json.OpenAIErrorReply);

    private static CompletionChoice Finish(int choice, AnswerProgress progress) =>
        new(choice, "") { FinishReason = progress.Choices[choice].FinishReason };

    private void Send(EventWriter events, AnswerProgress progress, CompletionChoice choice) =>
        events.Write(Event(progress, [choice]), s_json.Completion);

    private Completion Event(AnswerProgress progress, IReadOnlyList<CompletionChoice> pieces) =>
        new() { Id = head.Id, Created = head.Created, Model = progress.ModelId, Choices = pieces };
}
