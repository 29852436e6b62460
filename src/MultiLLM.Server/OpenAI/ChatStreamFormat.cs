using System.Text.Json;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary>Chat completion chunks: per answer one with the role, its pieces, one with the finish reason; then usage if asked for.</summary>
internal sealed class ChatStreamFormat(ReplyHead head, int choices, bool includeUsage) : IAnswerFormat
{
    private static readonly OpenAIJsonContext s_json = OpenAIJsonContext.Default;
    private readonly bool[] _opened = new bool[choices];
    private readonly ReplyExtras?[] _ends = new ReplyExtras?[choices];
    private int _lastToFinish;

    public bool BreaksOff => true; // OpenAI's package for .NET skips events it does not know

    public void Write(EventWriter events, ChoiceUpdate item, AnswerProgress progress)
    {
        var (choice, update) = item;
        var text = update.Text;
        var logProbs = ReplyParts.ChatLogProbs(update.LogProbs);
        var extras = update.ReplyExtras;
        var isOutput = text.Length > 0 || logProbs is not null || extras?.Delta is not null;
        if (isOutput || update.FinishReason is not null)
            Open(events, choice, progress);
        if (isOutput)
        {
            var delta = new ChatDelta { Content = text.Length == 0 && extras?.Delta is not null ? null : text, Extra = ReplyParts.Extra(extras?.Delta) };
            Send(events, progress, new ChatChunkChoice(choice, delta) { LogProbs = logProbs, Extra = ReplyParts.Extra(extras?.Choice) }, extras?.Reply);
        }
        if (update.FinishReason is null)
            return;
        _ends[choice] = extras;
        if (progress.Unfinished > 0)
            Send(events, progress, Finish(choice, progress));
        else
            _lastToFinish = choice;
    }

    public void End(EventWriter events, AnswerProgress progress)
    {
        var finish = Chunk(progress, [Finish(_lastToFinish, progress)]);
        if (includeUsage)
        {
            events.Write(finish, s_json.ChatCompletionChunk);
            finish = Chunk(progress, []) with { Usage = ReplyParts.Usage(progress) };
        }
        events.Write(finish with { Timings = progress.Timings, MultiLLM = ReplyParts.Note(progress) }, s_json.ChatCompletionChunk);
        events.WriteDone();
    }

    public void Fail(EventWriter events, Error error) =>
        events.Write(ErrorReplies.OpenAIEnvelope(ErrorTable.Of(error.Code), error), s_json.OpenAIErrorReply);

    private void Open(EventWriter events, int choice, AnswerProgress progress)
    {
        if (_opened[choice])
            return;
        _opened[choice] = true;
        Send(events, progress, new ChatChunkChoice(choice, ChatDelta.Opening));
    }

    private ChatChunkChoice Finish(int choice, AnswerProgress progress) =>
        new(choice, ChatDelta.Nothing) { FinishReason = progress.Choices[choice].FinishReason, Extra = ReplyParts.Extra(_ends[choice]?.Choice) };

    private void Send(EventWriter events, AnswerProgress progress, ChatChunkChoice choice, IReadOnlyDictionary<string, JsonElement>? extra = null) =>
        events.Write(Chunk(progress, [choice]) with { Extra = ReplyParts.Extra(extra) }, s_json.ChatCompletionChunk);

    private ChatCompletionChunk Chunk(AnswerProgress progress, IReadOnlyList<ChatChunkChoice> pieces) =>
        new() { Id = head.Id, Created = head.Created, Model = progress.ModelId, Choices = pieces };
}
