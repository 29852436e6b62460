using System.CommandLine;
using System.CommandLine.Parsing;

namespace MultiLLM.Cli.Commands;

/// <summary>What is wrong with a command line, in words for people: the library names types of .NET where a value is none of what an option takes.</summary>
internal static class MisuseWords
{
    private const string NotConverted = "Cannot parse argument";

    public static string Of(ParseError error) =>
        error.Message.StartsWith(NotConverted, StringComparison.Ordinal) && Expected(error.SymbolResult) is { } expected
            ? $"{expected}; got \"{string.Join(' ', error.SymbolResult!.Tokens.Select(token => token.Value))}\"."
            : error.Message;

    private static string? Expected(SymbolResult? result) => result switch
    {
        OptionResult option => Kind(option.Option.ValueType) is { } kind ? $"{option.Option.Name} takes {kind}" : null,
        ArgumentResult argument => Kind(argument.Argument.ValueType) is { } kind ? $"{argument.Argument.Name} has to be {kind}" : null,
        _ => null,
    };

    private static string? Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(int) => $"a whole number up to {int.MaxValue}",
            _ when type == typeof(long) => $"a whole number up to {long.MaxValue}",
            _ when type == typeof(float) || type == typeof(double) || type == typeof(decimal) => "a number",
            _ when type == typeof(DateTimeOffset) => "a time such as 2027-01-31 or 2027-01-31T12:00:00Z",
            _ => null,
        };
    }
}
