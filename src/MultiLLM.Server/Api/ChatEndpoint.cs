using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Policy;
using MultiLLM.Server.Requests;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /chat</c></summary>
internal sealed class ChatEndpoint(AnswerService answers, WishedModels wished, ServerLimits limits)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, ChatRequestReader.Read) is not { } call)
            return;
        if (!await wished.ResolveAsync(context, call.Options, path: ""))
            return;
        var progress = answers.Begin(context, call.Options.ModelId, choices: 1, perPrompt: 1, keepText: true);
        Generation[] generations = [new(call.Messages, call.Options)];
        if (call.Stream)
        {
            await answers.StreamAsync(context, generations, progress, new ChatEvents());
            return;
        }
        await answers.CompleteAsync(context, generations, progress);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Reply(progress), JsonReply.Api.ChatReply);
    }

    private static ChatReply Reply(AnswerProgress progress) => new()
    {
        Response = progress.Choices[0].Text,
        ModelId = progress.ModelId,
        StarterModel = progress.Decision?.Model.Starter ?? false,
        Notice = progress.Decision?.Model.Notice,
        ProcessingTime = progress.Elapsed.TotalSeconds,
        FinishReason = progress.Choices[0].FinishReason,
        Tokens = progress.Usage,
        Timings = progress.Timings,
        Selection = SelectionDescription.Of(progress.Requested, progress.Decision),
        Policy = PolicyDescription.Of(progress.Policy),
    };

    /// <summary>Deltas, then the whole reply.</summary>
    private sealed class ChatEvents : IAnswerFormat
    {
        public bool BreaksOff => false;

        public void Write(EventWriter events, ChoiceUpdate item, AnswerProgress progress)
        {
            if (item.Update.Text is { Length: > 0 } text)
                events.Write(new ChatStreamEvent { Delta = text }, JsonReply.Api.ChatStreamEvent);
        }

        public void End(EventWriter events, AnswerProgress progress) =>
            events.Write(new ChatStreamEvent { Reply = Reply(progress) }, JsonReply.Api.ChatStreamEvent);

        public void Fail(EventWriter events, Error error) =>
            events.Write(new ChatStreamEvent { Error = ErrorReplies.OwnEnvelope(ErrorTable.Of(error.Code), error).Error }, JsonReply.Api.ChatStreamEvent);
    }
}
