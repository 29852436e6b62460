using System.Text.Json;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>A valid <c>POST /v1/completions</c>.</summary>
internal sealed record CompletionCall(
    IReadOnlyList<RawPrompt> Prompts, GenerationOptions Options, int ChoicesPerPrompt, bool Stream, bool IncludeUsage)
{
    public IReadOnlyList<Generation> Generations =>
        [.. from prompt in Prompts from choice in Enumerable.Range(0, ChoicesPerPrompt) select new Generation([], OptionsFor(prompt, choice))];

    private GenerationOptions OptionsFor(RawPrompt prompt, int choice)
    {
        var own = (GenerationOptions)Options.ForChoice(choice).Clone();
        own.Prompt = prompt;
        return own;
    }
}

internal static class CompletionRequestReader
{
    private const int DefaultMaxTokens = 16; // OpenAI's; a base model rarely ends by itself

    public static Result<CompletionCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var options = SamplingReader.Read(fields, limits);
        options.MaxOutputTokens = fields.Integer("max_tokens", 1) ?? DefaultMaxTokens;
        ResponseFormatReader.Read(fields, limits, into: options);
        if (fields.Integer("logprobs", 0, SamplingReader.MaxTopLogProbs) is { } top)
            (options.LogProbs, options.TopLogProbs) = (true, top);
        options.Extras = RequestExtras.Of(body.RootElement);
        var prompts = Prompts(fields, limits);
        var choices = fields.Integer("n", 1, limits.MaxChoices) ?? 1;
        if (fields.Flag("echo") is true)
            fields.Report("echo", "is not supported; put the prompt before the answer yourself");
        if (fields.Text("suffix", limits.MaxTextCharacters) is { Length: > 0 })
            fields.Report("suffix", "is not supported");
        if (fields.Integer("best_of", 1, limits.MaxChoices) is { } best && best != choices)
            fields.Report("best_of", $"is not supported beyond n; got {best} with n = {choices}");
        var (stream, includeUsage) = StreamFields.Read(fields);
        var call = new CompletionCall(prompts, options, choices, stream, includeUsage);
        return problem.Error is { } error ? error : call;
    }

    private static IReadOnlyList<RawPrompt> Prompts(Fields fields, ServerLimits limits)
    {
        var inputs = TextOrTokens.Read(fields, "prompt", limits.MaxPrompts, limits, allowEmpty: true);
        return [.. inputs.Select(input => new RawPrompt(input.Text, input.Tokens))];
    }
}
