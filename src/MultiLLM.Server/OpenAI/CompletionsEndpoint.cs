using MultiLLM.Server.Answers;
using MultiLLM.Server.OpenAI.Contracts;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.OpenAI;

/// <summary><c>POST /v1/completions</c></summary>
internal sealed class CompletionsEndpoint(AnswerService answers, WishedModels wished, ServerLimits limits, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, CompletionRequestReader.Read) is not { } call)
            return;
        if (!await wished.ResolveAsync(context, call.Options, WishFields.Extension + "."))
            return;
        var head = ReplyHead.New("cmpl-", time);
        var generations = call.Generations;
        var progress = answers.Begin(context, call.Options.ModelId, generations.Count, call.ChoicesPerPrompt, keepText: !call.Stream);
        if (call.Stream)
        {
            await answers.StreamAsync(context, generations, progress, new CompletionStreamFormat(head, generations.Count, call.IncludeUsage));
            return;
        }
        await answers.CompleteAsync(context, generations, progress);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Reply(head, progress), OpenAIJsonContext.Default.Completion);
    }

    private static Completion Reply(ReplyHead head, AnswerProgress progress) => new()
    {
        Id = head.Id,
        Created = head.Created,
        Model = progress.ModelId,
        Choices = [.. progress.Choices.Select(Choice)],
        Usage = ReplyParts.Usage(progress),
        Timings = progress.Timings,
        MultiLLM = ReplyParts.Note(progress),
    };

    private static CompletionChoice Choice(ChoiceState state, int index)
    {
        var offset = 0;
        return new CompletionChoice(index, state.Text)
        {
            LogProbs = ReplyParts.CompletionLogProbs(state.LogProbs, ref offset),
            FinishReason = state.FinishReason,
        };
    }
}
