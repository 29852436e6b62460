using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Comparisons;

internal static class ComparisonRequestReader
{
    private static readonly string[] s_tasks = [.. EnumWords<ModelTask>.All];
    private static readonly string[] s_checks = [.. EnumWords<AnswerCheck>.All];

    public static Result<ComparisonCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var models = TextArray.Read(fields, "models", ComparisonLimits.FewestModels, ComparisonLimits.MostModels, ModelNames.MaxLength);
        if (models is null)
            fields.Report("models", "is required");
        var prompts = Prompts(fields);
        var check = fields.Choice("check", s_checks) is { } word ? EnumWords<AnswerCheck>.Find(word) : null;
        var order = new ComparisonOrder
        {
            Models = [],
            Prompts = prompts,
            System = fields.Text("system_prompt", ComparisonLimits.MostCharacters),
            Options = new GenerationOptions
            {
                Temperature = fields.Number("temperature", 0, 2),
                TopP = fields.Number("top_p", 0, 1, above: true),
                TopK = fields.Integer("top_k", 0),
                MinP = fields.Number("min_p", 0, 1),
                MaxOutputTokens = fields.Integer("max_tokens", 1, ComparisonLimits.MostAnswerTokens) ?? ComparisonLimits.UsualAnswerTokens,
                StopSequences = TextArray.Read(fields, "stop", 0, limits.MaxStopStrings, limits.MaxStopCharacters) is { Count: > 0 } stops ? [.. stops] : null,
                Seed = fields.Long("seed", long.MinValue, long.MaxValue),
            },
            Check = prompts.Exists(prompt => prompt.Reference is not null) ? check ?? AnswerCheck.TokenF1 : null,
            Blind = fields.Flag("blind") ?? false,
        };
        if (check is not null && order.Check is null)
            fields.Report("check", "needs a prompt with a reference");
        CheckPatterns(fields, order);
        CheckSize(fields, models?.Count ?? 0, order);
        return problem.Error is { } error ? error : new ComparisonCall(models!, order);
    }

    private static List<ComparedPrompt> Prompts(Fields fields)
    {
        var prompts = new List<ComparedPrompt>();
        if (fields.Array("prompts", 1, ComparisonLimits.MostPrompts) is not { } array)
        {
            fields.Report("prompts", "is required");
            return prompts;
        }
        foreach (var item in array.EnumerateArray())
        {
            var at = prompts.Count;
            if (item.ValueKind == JsonValueKind.String)
                prompts.Add(new ComparedPrompt(Usable(fields, $"prompts[{at}]", item.GetString())));
            else if (fields.ElementOf("prompts", at, item) is { } prompt)
                prompts.Add(Prompt(prompt));
            else
                break;
        }
        if (prompts.Sum(prompt => (long)prompt.Text.Length) is var total && total > ComparisonLimits.MostCharactersTogether)
            fields.Report("prompts", $"may have at most {ComparisonLimits.MostCharactersTogether} characters together; these have {total}");
        return prompts;
    }

    private static ComparedPrompt Prompt(Fields prompt)
    {
        prompt.RefuseOthers("text", "reference", "task");
        return new ComparedPrompt(
            Usable(prompt, "text", prompt.Text("text", ComparisonLimits.MostCharacters)),
            prompt.Text("reference", ComparisonLimits.MostCharacters),
            prompt.Choice("task", s_tasks) is { } task ? EnumWords<ModelTask>.Find(task) : null);
    }

    private static string Usable(Fields fields, string field, string? text)
    {
        if (text is null)
            fields.Report(field, "is required");
        else if (string.IsNullOrWhiteSpace(text))
            fields.Report(field, "must not be blank");
        else if (text.Length > ComparisonLimits.MostCharacters)
            fields.Report(field, $"may have at most {ComparisonLimits.MostCharacters} characters; this has {text.Length}");
        return text ?? "";
    }

    private static void CheckPatterns(Fields fields, ComparisonOrder order)
    {
        if (order.Check != AnswerCheck.Regex)
            return;
        for (var i = 0; i < order.Prompts.Count; i++)
        {
            if (order.Prompts[i].Reference is { } pattern && AnswerChecks.ProblemOf(pattern) is { } refused)
                fields.Report($"prompts[{i}].reference", $"is no usable regular expression: {refused}");
        }
    }

    private static void CheckSize(Fields fields, int models, ComparisonOrder order)
    {
        var tokens = (long)models * order.Prompts.Count * order.Options.MaxOutputTokens!.Value;
        if (tokens > ComparisonLimits.MostTokensTogether)
        {
            fields.Report("max_tokens",
                $"times models times prompts may be at most {ComparisonLimits.MostTokensTogether}; this is {tokens}");
        }
    }
}
