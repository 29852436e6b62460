using System.Text;
using MultiLLM.Core.Backends.Managed;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Tests.Catalog.Documents;

public sealed class ProgramDocumentTests
{
    private const string Entry = "\"id\": \"m\", \"name\": \"M\", \"type\": \"small_llm\"";

    [Theory]
    [InlineData("[\"relative/program\", \"{port}\"]", "must be an absolute path, or a name that is found by PATH")]
    [InlineData("[\"a\", \"{prot}\", \"{port}\"]", "is no placeholder; there are {port}")]
    [InlineData("[\"{model}\", \"{port}\"]", "is the program, which takes no placeholder")]
    [InlineData("[\"a\"]", "must have {port} where the program takes it")]
    [InlineData("[\"a\", \"\\u0000{port}\"]", "holds a zero character")]
    public void Read_CommandThatCannotBeMeant_SaysWhy(string command, string reason)
    {
        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes($$"""{"models":[{ {{Entry}}, "context_length": 64, "server": {"command": {{command}} } }]}"""));

        Assert.Contains(reason, Assert.Single(read.Problems).Reason);
    }

    [Theory]
    [InlineData("", "so it needs a context_length")]
    [InlineData("\"context_length\": 64, \"backend\": {\"servers\": [{\"name\": \"s\", \"url\": \"http://127.0.0.1:1/v1\", \"model\": \"m\"}]},", "has both a backend and a server")]
    public void With_EntryThatDoesNotGoTogether_IsRefused(string more, string reason)
    {
        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes($$"""{"models":[{ {{Entry}}, {{more}} "server": {"command": ["a", "{port}"] } }]}"""));

        Assert.Contains(reason, Assert.Single(KnownModels.None.With(read.Document!).Problems).Complaint);
    }

    [Fact]
    public void Join_ServerThatNeedsTheFile_IsInstalledOnlyWithIt()
    {
        var without = Known("[\"a\", \"{port}\"]");
        var with = Known("[\"a\", \"{port}\", \"{model_path}\"]");

        Assert.IsType<ManagedServer>(InstalledModels.Join(new FoundFiles([], []), without, []).Find("m")!.Backend);
        Assert.Null(InstalledModels.Join(new FoundFiles([], []), with, []).Find("m"));
    }

    [Fact]
    public void Keeping_TheSameServerReadAgain_IsTheSameModel() =>
        Assert.Same(Known("[\"a\", \"{port}\"]") is var first ? first.Entries[0] : null, Known("[\"a\", \"{port}\"]").Keeping(first).Entries[0]);

    [Fact]
    public void Of_Placeholders_StayInsideTheirArgumentsAndAreNotReadAgain()
    {
        var server = new ManagedServer
        {
            Command = ["a", "--port={port}", "{model}", "{model_path}", "{context_length}/{slots}", "{\"json\": 1}"],
            Environment = new Dictionary<string, string> { ["AT"] = "127.0.0.1:{port}", ["KEY"] = "{api_key}" },
            Model = "{port} and {model_path}",
        };
        var model = new ModelDefinition { Id = "m", Name = "M", Kind = ModelKind.Chat, Path = "/a b/{port}.gguf", Backend = server };

        var command = ServerCommand.Of(server, model, new LoadPlan(2048, 0, 4, 0), 81);

        Assert.Equal(["a", "--port=81", "{port} and {model_path}", "/a b/{port}.gguf", "2048/4", "{\"json\": 1}"], command.Command);
        Assert.Equal(("127.0.0.1:81", command.ApiKey), (command.Environment["AT"], command.Environment["KEY"]));
        Assert.NotEqual(command.ApiKey, ServerCommand.Of(server, model, new LoadPlan(2048, 0, 4, 0), 81).ApiKey);
        Assert.DoesNotContain(command.ApiKey!, server.ToString());
    }

    private static KnownModels Known(string command)
    {
        var read = DocumentReader.Read("c.json", Encoding.UTF8.GetBytes($$"""{"models":[{ {{Entry}}, "context_length": 64, "server": {"command": {{command}} } }]}"""));
        Assert.Empty(read.Problems);
        return KnownModels.None.With(read.Document!).Known!;
    }
}
