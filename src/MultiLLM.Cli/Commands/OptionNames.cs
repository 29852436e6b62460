using System.CommandLine;
using System.CommandLine.Parsing;

namespace MultiLLM.Cli.Commands;

/// <summary>Says what a service refused in the words of the command line: who typed <c>--since</c> never saw the field <c>since</c>.</summary>
internal static class OptionNames
{
    /// <summary>The same failure, with the option's name where the message begins with the field's.</summary>
    public static Failure Said(Failure failure, CommandResult command)
    {
        var field = failure.Param?.Split('[')[0];
        return field is { Length: > 0 } && failure.Message.StartsWith(field, StringComparison.Ordinal) && OptionOf(field, command) is { } option
            ? failure with { Message = option + failure.Message[field.Length..] }
            : failure;
    }

    private static string? OptionOf(string field, CommandResult command)
    {
        var name = $"--{field.Replace('_', '-')}";
        return command.Command.Options.Any(option => option.Name == name) ? name : null;
    }
}
