using System.Text.Json;
using MultiLLM.Server.Answers;
using MultiLLM.Server.OpenAI.Contracts;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.OpenAI;

/// <summary><c>POST /v1/chat/completions</c></summary>
internal sealed class ChatCompletionsEndpoint(AnswerService answers, WishedModels wished, ServerLimits limits, TimeProvider time)
{
    private const string Refusal = "refusal";

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ChatRequestReader.Read) is not { } call)
            return;
        if (!await wished.ResolveAsync(context, call.Options, WishFields.Extension + "."))
            return;
        var head = ReplyHead.New("chatcmpl-", time);
        var progress = answers.Begin(context, call.Options.ModelId, call.Choices, perPrompt: call.Choices, keepText: !call.Stream);
        if (call.Stream)
        {
            await answers.StreamAsync(context, call.Generations, progress, new ChatStreamFormat(head, call.Choices, call.IncludeUsage));
            return;
        }
        await answers.CompleteAsync(context, call.Generations, progress);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Reply(head, progress), OpenAIJsonContext.Default.ChatCompletion);
    }

    private static ChatCompletion Reply(ReplyHead head, AnswerProgress progress) => new()
    {
        Id = head.Id,
        Created = head.Created,
        Model = progress.ModelId,
        Choices = [.. progress.Choices.Select(Choice)],
        Usage = ReplyParts.Usage(progress),
        Timings = progress.Timings,
        MultiLLM = ReplyParts.Note(progress),
        Extra = ReplyParts.Extra(progress.Choices[0].Extras?.Reply),
    };

    private static ChatChoice Choice(ChoiceState choice, int index)
    {
        var beside = choice.Extras?.Message;
        var message = new AssistantMessage(choice.Text)
        {
            Refusal = beside?.GetValueOrDefault(Refusal) is { ValueKind: JsonValueKind.String } refusal ? refusal.GetString() : null,
            Extra = ReplyParts.Extra(beside?.Where(member => member.Key != Refusal).ToDictionary()),
        };
        return new ChatChoice(index, message, ReplyParts.ChatLogProbs(choice.LogProbs), choice.FinishReason) { Extra = ReplyParts.Extra(choice.Extras?.Choice) };
    }
}
