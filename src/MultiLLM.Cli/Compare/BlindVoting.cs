using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Compare;

/// <summary>Asks a person which answer is better, prompt by prompt, and then tells who gave it.</summary>
internal sealed class BlindVoting(CliContext cli, MultiLLMClient client)
{
    private const string Quit = "quit";

    private readonly ComparisonSheet _sheet = new(cli.Console);

    /// <summary>How the comparison stands after the votes.</summary>
    public async Task<ComparisonInfo> RunAsync(ComparisonInfo comparison, CancellationToken cancellationToken)
    {
        for (var prompt = 0; prompt < comparison.Prompts!.Count; prompt++)
        {
            if (comparison.Prompts[prompt].Answers.Count == 0)
            {
                continue; // it was stopped before
            }

            if (comparison.Prompts.Count == 1)
            {
                cli.Console.Out.WriteLine(TerminalText.Line(comparison.Prompts[0].Text));
                cli.Console.Out.WriteLine();
            }

            _sheet.WritePrompt(comparison, prompt);
            var labels = comparison.Prompts[prompt].Answers.Where(answer => answer.Error is null).Select(answer => answer.Label).ToList();
            var word = labels.Count > 1 ? await AskAsync(labels, cancellationToken).ConfigureAwait(false) : "skip";
            if (word == Quit)
            {
                break;
            }

            comparison = await client.VoteAsync(comparison.Id, new ComparisonVote { Prompt = prompt, Winner = word }, cancellationToken).ConfigureAwait(false);
            cli.Console.Out.WriteLine(TerminalText.Line(string.Join(", ", comparison.Prompts![prompt].Answers.Select(answer => $"{answer.Label} is {answer.ModelId}")) + "."));
            cli.Console.Out.WriteLine();
        }

        return comparison;
    }

    private async Task<string> AskAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var question = $"Which is better? {string.Join(", ", labels)}, tie, skip or quit: ";
        while (true)
        {
            cli.Console.Error.Write(question);
            cli.Console.Error.Flush();
            var line = await Task.Run(cli.Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
            switch (line?.Trim().ToLowerInvariant())
            {
                case null or "q" or Quit:
                    return Quit;
                case "t" or "tie":
                    return "tie";
                case "s" or "skip":
                    return "skip";
                case { } word when labels.Contains(word.ToUpperInvariant()):
                    return word.ToUpperInvariant();
            }
        }
    }
}
