using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Compare;

/// <summary>A comparison for people: each prompt with its answers side by side, then the figures.</summary>
internal sealed class ComparisonSheet(CliConsole console)
{
    /// <summary>On a narrower terminal names of models would break.</summary>
    private const int LeastForAll = 76;

    public void Write(ComparisonInfo comparison)
    {
        for (var prompt = 0; prompt < (comparison.Prompts?.Count ?? 0); prompt++)
        {
            WritePrompt(comparison, prompt);
        }

        WriteFigures(comparison);
    }

    public void WritePrompt(ComparisonInfo comparison, int index)
    {
        var prompt = comparison.Prompts![index];
        if (comparison.Prompts.Count > 1)
        {
            console.Out.WriteLine(TerminalText.Line($"{index + 1}/{comparison.Prompts.Count} ({prompt.Task}): {prompt.Text}"));
            console.Out.WriteLine();
        }

        SideBySide.Write(console, [.. prompt.Answers.Select(answer => (Head(answer), Text(answer)))]);
        console.Out.WriteLine();
    }

    public void WriteFigures(ComparisonInfo comparison)
    {
        if (comparison.Figures is not { Count: > 0 } figures)
        {
            return;
        }

        List<(string Header, Func<ComparedModelInfo, string> Cell)> columns =
        [
            ("MODEL", model => model.ModelId),
            ("FIRST TOKEN", model => Seconds(model.TimeToFirstTokenSeconds)),
            ("TOKENS/s", model => Number(model.TokensPerSecond, "0.#")),
            ("TIME", model => Seconds(model.TotalSeconds)),
        ];
        if (Columns.Width(console) >= LeastForAll)
        {
            columns.Add(("TOKENS", model => Number(model.CompletionTokens, "0.#")));
            columns.Add(("LOAD", model => model.LoadSeconds > 0 ? Output.Seconds(model.LoadSeconds) : "-"));
        }

        AddWhere(model => model.Failed > 0, ("FAILED", model => Output.Count(model.Failed)));
        AddWhere(model => model.Quality is not null, ((comparison.Check ?? "quality").ToUpperInvariant().Replace('_', ' '), model => Number(model.Quality, "0.00")));
        AddWhere(model => model.Rating is not null, ("RATING", model => Number(model.Rating, "0.#")));
        AddWhere(model => model.Wins + model.Losses + model.Ties > 0, ("WON", model => $"{model.Wins} of {model.Wins + model.Losses + model.Ties}"));
        Columns.Write(console, [.. columns.Select(column => column.Header)], figures.Select(model => columns.Select(column => column.Cell(model)).ToArray()));
        WriteAgreement(comparison);
        WriteRemarks(comparison);

        void AddWhere(Func<ComparedModelInfo, bool> any, (string, Func<ComparedModelInfo, string>) column)
        {
            if (figures.Any(any))
            {
                columns.Add(column);
            }
        }
    }

    private void WriteAgreement(ComparisonInfo comparison)
    {
        if (comparison.Agreement?.Pairs.Where(pair => pair.Value is not null).ToList() is not { Count: > 0 } pairs)
        {
            return;
        }

        console.Out.WriteLine();
        foreach (var pair in pairs)
        {
            console.Out.WriteLine(TerminalText.Line($"{pair.ModelA} and {pair.ModelB} have {Number(pair.Value * 100, "0")} % of their words in common."));
        }
    }

    private void WriteRemarks(ComparisonInfo comparison)
    {
        if (comparison.Prompts!.SelectMany(prompt => prompt.Answers).Any(answer => answer.Alone == false))
        {
            console.Note("Other requests were worked on meanwhile, so these speeds are lower than the models' own.");
        }

        if (comparison.State == "cancelled")
        {
            console.Note($"It was stopped: {comparison.Answered} of {comparison.Total} answers are there.");
        }
    }

    private static string Head(ComparedAnswerInfo answer) => answer.ModelId ?? answer.Label;

    private static string Text(ComparedAnswerInfo answer) =>
        answer.Error is { } error ? $"{answer.Text}{(answer.Text.Length > 0 ? "\n" : "")}[{error.Message}]"
        : answer.FinishReason == "length" ? answer.Text.TrimEnd() + " […]"
        : answer.Text.Trim().Length > 0 ? answer.Text.Trim() : "[an empty answer]";

    private static string Seconds(double? seconds) => seconds is { } known ? Output.Seconds(known) : "-";

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
