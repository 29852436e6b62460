using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using RunnerMessage = MultiLLM.Contracts.Runner.ChatMessage;

namespace MultiLLM.Core.Runners;

/// <summary>Chat messages and options as the runner takes them; the model's own sampling defaults where the request is silent.</summary>
internal static class GenerateMapper
{
    public static Generate Map(IEnumerable<ChatMessage> messages, ChatOptions? options, ModelDefinition model)
    {
        var local = options as GenerationOptions;
        var generate = new Generate
        {
            Sampling = Sampling(options, local, model.Sampling),
            Constraint = Constraint(options?.ResponseFormat, local?.Grammar),
            MaxTokens = options?.MaxOutputTokens is > 0 and var max ? (uint)max : 0,
            Logprobs = local?.LogProbs ?? false,
            TopLogprobs = (uint)Math.Max(0, local?.TopLogProbs ?? 0),
            IgnoreEos = local?.IgnoreEos ?? false,
        };
        if (options?.StopSequences is { } stop)
            generate.Stop.AddRange(stop);

        if (local?.Prompt is { Text: { } text })
            generate.Text = text;
        else if (local?.Prompt is { Tokens: { } tokens })
            generate.Tokens = new TokenPrompt { Ids = { tokens } };
        else
            generate.Chat = Chat(messages, options?.Instructions);
        return generate;
    }

    private static ChatPrompt Chat(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var prompt = new ChatPrompt();
        if (!string.IsNullOrEmpty(instructions))
            prompt.Messages.Add(new RunnerMessage { Role = "system", Content = instructions });
        foreach (var message in messages)
            prompt.Messages.Add(Message(message, prompt.Messages.Count));
        if (prompt.Messages.Count == 0)
            throw Invalid("There is no message to answer.", "messages");
        prompt.ContinueFinalMessage = prompt.Messages[^1] is { Role: "assistant", ToolCallsJson: "" };
        return prompt;
    }

    private static RunnerMessage Message(ChatMessage message, int index)
    {
        var mapped = new RunnerMessage { Role = message.Role.Value, Name = message.AuthorName ?? "" };
        var calls = new List<FunctionCallContent>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    mapped.Content += text.Text;
                    break;
                case FunctionCallContent call:
                    calls.Add(call);
                    break;
                case FunctionResultContent result:
                    mapped.ToolCallId = result.CallId;
                    mapped.Content += result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
                    break;
                case UsageContent or TextReasoningContent:
                    break;
                default:
                    throw Invalid($"Content of type {content.GetType().Name} is not supported; text is.", $"messages[{index}].content");
            }
        }
        if (calls.Count > 0)
            mapped.ToolCallsJson = ToolCalls(calls);
        return mapped;
    }

    private static string ToolCalls(List<FunctionCallContent> calls)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var call in calls)
            {
                json.WriteStartObject();
                json.WriteString("id", call.CallId);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WritePropertyName("arguments");
                JsonSerializer.Serialize(json, call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static Sampling Sampling(ChatOptions? options, GenerationOptions? local, SamplingDefaults defaults)
    {
        var sampling = new Sampling();
        if ((options?.Temperature ?? defaults.Temperature) is { } temperature)
            sampling.Temperature = temperature;
        if ((options?.TopP ?? defaults.TopP) is { } topP)
            sampling.TopP = topP;
        if ((options?.TopK ?? defaults.TopK) is { } topK)
            sampling.TopK = topK;
        if ((local?.MinP ?? defaults.MinP) is { } minP)
            sampling.MinP = minP;
        if (local?.TypicalP is { } typicalP)
            sampling.TypicalP = typicalP;
        if ((local?.RepeatPenalty ?? defaults.RepeatPenalty) is { } repeat)
            sampling.RepeatPenalty = repeat;
        if (local?.RepeatLastN is { } lastN)
            sampling.RepeatLastN = lastN;
        if (options?.PresencePenalty is { } presence)
            sampling.PresencePenalty = presence;
        if (options?.FrequencyPenalty is { } frequency)
            sampling.FrequencyPenalty = frequency;
        if (options?.Seed is { } seed)
            sampling.Seed = unchecked((ulong)seed);
        foreach (var (token, bias) in local?.LogitBias ?? new Dictionary<int, float>())
            sampling.LogitBias[token] = bias;
        return sampling;
    }

    private static Constraint? Constraint(ChatResponseFormat? format, string? grammar)
    {
        if (grammar is not null)
        {
            if (format is ChatResponseFormatJson)
                throw Invalid("A grammar and a JSON response format exclude each other.", "grammar");
            return new Constraint { Gbnf = grammar };
        }
        return format switch
        {
            ChatResponseFormatJson { Schema: { } schema } => new Constraint { JsonSchema = schema.GetRawText() },
            ChatResponseFormatJson => new Constraint { JsonObject = true },
            _ => null,
        };
    }

    private static MultiLLMException Invalid(string message, string param) => new(new Error(ErrorCode.InvalidRequest, message, param));
}
