namespace MultiLLM.Cli;

/// <summary>An end of the command that is no bug: what to tell the user, and the exit code.</summary>
internal sealed class CliFailure(int exitCode, string code, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Stable, snake_case, for --json.</summary>
    public string Code { get; } = code;
}
