using System.CommandLine;
using System.CommandLine.Parsing;

namespace MultiLLM.Cli.Commands;

/// <summary>
/// Arguments of many words swallow options that do not exist: "chat --temprature 1 hello" would ask the model about "--temprature".
/// </summary>
internal static class MistypedOptions
{
    /// <summary>The first word before "--" that looks like an option; null: none.</summary>
    public static string? First(ParseResult parsed)
    {
        var words = parsed.CommandResult.Command.Arguments
            .Where(argument => argument.Arity.MaximumNumberOfValues > 1)
            .SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => words.Contains(token) && LooksLikeOption(token.Value))?
            .Value;
    }

    private static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && (word[1] == '-' || char.IsAsciiLetter(word[1])) && !word.Any(char.IsWhiteSpace);
}
