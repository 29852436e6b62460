using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Compare;

/// <summary>The prompts of a comparison: the words of the command line, a file with one on each line, or what is piped in.</summary>
internal static class ComparePrompts
{
    /// <summary>Between a prompt and its reference in a file.</summary>
    private const char Separator = '\t';

    public static async Task<IReadOnlyList<ComparisonPrompt>> ReadAsync(
        CliContext cli, string[] words, string? file, string? reference, string? task, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            return words.Length > 0 || reference is not null
                ? throw new CliFailure(ExitCode.Usage, "too_many_prompts", "--file brings the prompts; a reference follows its prompt after a tab, on the same line.")
                : await OfFileAsync(file, task, cancellationToken).ConfigureAwait(false);
        }

        var prompt = words.Length == 0 && !cli.Console.InIsTerminal
            ? (await Task.Run(cli.Console.In.ReadToEnd, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false)).TrimEnd()
            : string.Join(' ', words);
        return string.IsNullOrWhiteSpace(prompt)
            ? throw new CliFailure(ExitCode.Usage, "missing_prompt", "Say what to ask, for example: multillm compare -m one,other \"What is an API?\"")
            : [new ComparisonPrompt(prompt, reference, task)];
    }

    private static async Task<IReadOnlyList<ComparisonPrompt>> OfFileAsync(string file, string? task, CancellationToken cancellationToken)
    {
        var lines = (await NamedFile.ReadAsync(file, "The prompts", cancellationToken).ConfigureAwait(false)).ReplaceLineEndings("\n").Split('\n');
        var prompts = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Split(Separator, 2))
            .Select(parts => new ComparisonPrompt(parts[0], parts.Length > 1 ? parts[1] : null, task)).ToList();
        return prompts.Count > 0 ? prompts : throw new CliFailure(ExitCode.Usage, "missing_prompt", $"{file} holds no prompts: one on each line, and after a tab its reference.");
    }
}
