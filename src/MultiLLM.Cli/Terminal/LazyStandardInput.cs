namespace MultiLLM.Cli.Terminal;

/// <summary>Opening Console.In configures the terminal, which costs time and changes settings; most commands never read.</summary>
internal sealed class LazyStandardInput : TextReader
{
    public override int Read() => Console.In.Read();

    public override int Peek() => Console.In.Peek();

    public override string? ReadLine() => Console.In.ReadLine();

    public override string ReadToEnd() => Console.In.ReadToEnd();
}
