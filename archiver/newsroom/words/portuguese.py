"""Portuguese: names, places, topics and sentence patterns for made-up news.

Nothing here is about a real person, place or event.
"""

from __future__ import annotations

from archiver.newsroom.language import Language, lines, listed, topics

_TOPICS = topics("""
    Política | Reforma da Orla | a reforma da orla | da reforma da orla | o calçadão; os quiosques; a rede de esgoto; o muro de contenção
    Política | Consulta sobre a Ponte | a consulta sobre a ponte | da consulta sobre a ponte | as cabeceiras da ponte; o pedágio; a balsa antiga; o laudo dos engenheiros
    Política | Lei das Feiras Livres | a lei das feiras livres | da lei das feiras livres | as barracas; o cadastro dos feirantes; o horário de descarga; as taxas
    Economia | Safra de Café | a safra de café | da safra de café | os armazéns; o preço da saca; as estufas; o crédito rural
    Economia | Greve dos Portuários | a greve dos portuários | da greve dos portuários | os guindastes; o turno da noite; o acordo coletivo; a fila de navios
    Economia | Venda da Ferrovia | a venda da ferrovia | da venda da ferrovia | os vagões; o pátio de manobras; o edital; as passagens de nível
    Ciência | Estação de Marés | a estação de marés | da estação de marés | os sensores; as boias; o mapa das correntes; o laboratório
    Ciência | Contagem das Garças | a contagem das garças | da contagem das garças | os ninhais; as fichas de campo; o mangue; os voluntários
    Saúde | Campanha de Vacinação | a campanha de vacinação | da campanha de vacinação | as salas de vacina; as caixas térmicas; as escolas rurais; o estoque
    Saúde | Ampliação do Hospital | a ampliação do hospital | da ampliação do hospital | a maternidade; os leitos; a farmácia; a escala dos médicos
    Cultura | Festa do Livro | a festa do livro | da festa do livro | os estandes; a biblioteca itinerante; os saraus; a programação infantil
    Cultura | Restauração do Teatro | a restauração do teatro | da restauração do teatro | o palco; os lustres; a bilheteria; o forro de madeira
    Esporte | Regata da Baía | a regata da baía | da regata da baía | as raias; o vento sul; os juízes; a equipe feminina
    Esporte | Obra do Estádio | a obra do estádio | da obra do estádio | a arquibancada; os refletores; o gramado; os ingressos
""", ("short", "topic", "of_topic"))

PORTUGUESE = Language(
    code="pt",
    given=listed("""Marina; João; Beatriz; Caetano; Luísa; Rafael; Teresa; Otávio; Helena; Davi; Joana; Murilo; Cecília;
        Inácio; Rosana; Vicente; Lívia; Benedito; Clarice; Thiago"""),
    family=listed("""Almeida; Bragança; Carvalhal; Dourado; Esteves; Figueira; Guimarães; Lacerda; Magalhães; Nóbrega;
        Paranhos; Quintela; Rezende; Sampaio; Tavares; Valadão; Xavier; Zagalo; Moreira; Falcão"""),
    places=listed("""Vila Serena; Porto Alvo; Santa Irene; Barra do Itaú; Monte Claro; Ribeira Nova; São Damião; Campo Largo
        do Sul; Pedra Fina; Lagoa Mansa; Areias Brancas; Pontal; Nova Trento; Serra Baixa; Olho d'Água; Caraí;
        Três Irmãos; Boa Viagem do Norte; Ilha Comprida; Juremal; Capim Dourado; Mar Pequeno; Rio Manso; Salinas"""),
    roles=listed("prefeita; ministro; vereadora; secretário; governadora; diretora; deputado"),
    bodies=listed("""a câmara municipal; a autoridade portuária; a assembleia regional; a secretaria de obras;
        a comissão de finanças; a junta comercial"""),
    affiliations=listed("""a Universidade da Ribeira; a Fundação Marés; a Escola Técnica do Pontal;
        a Rede de Estudos Urbanos; a Academia de Contas Públicas"""),
    groups=listed("""a associação de moradores; a federação dos pescadores; a liga dos comerciantes;
        a cooperativa dos agricultores; a união dos estudantes"""),
    topics=_TOPICS,
    titles=lines("""
        {short} divide {place} a poucas semanas da votação
        {place} adia decisão sobre {topic} para {month}
        Custo {of_topic} em {place} sobe {pct}%
        {official} defende {topic} diante de {n} moradores de {place}
        Moradores de {place} cobram respostas sobre {topic}
        {short}: o que muda para {place} a partir de {later}
        "Não dá para esperar", diz {place} sobre {topic}
        Auditoria aponta {n} falhas e põe em dúvida {topic} em {place}
    """),
    leads=lines("""
        Depois de {n} horas de debate, {body} de {place} adiou para {month} a decisão sobre {topic}, que deveria ter saído na {day}.
        {official} anunciou na {day} que {place} vai investir {money} para concluir {topic} em {small} anos.
        Cerca de {big} moradores de {place} pediram na {day} que {body} explique como será paga a conta {of_topic}.
        Um relatório divulgado na {day} encontrou {n} problemas ligados a {detail} em {place} e reabriu a discussão sobre {topic}.
        Quem passa por {place} desde {month} não fala de outra coisa: {topic} entrou na reta final, e ninguém sabe como termina.
    """),
    sentences=lines("""
        "Não é só dinheiro, é uma questão de respeito com {place}", disse {expert}, que representa {affiliation}.
        {critic}, porta-voz que fala por {group}, chamou a proposta de "promessa sem endereço" e pediu {n} mudanças no texto.
        Segundo {affiliation}, a parcela de famílias afetadas passou de {pct}% para {pct}% desde {year}.
        {official} afirmou que os trabalhos envolvendo {detail} podem começar em {month}, se {body} aceitar as condições.
        As primeiras contas, vistas por esta redação, indicam um gasto de {money}, e {place} ficaria com um terço.
        Um projeto parecido fracassou em {place2} em {year}, quando se descobriu que {detail} exigia mais cuidado do que se imaginava.
        Em uma carta de {n} páginas, {group} alertou que {place} e {place2} pagariam duas vezes pela mesma coisa.
        Comerciantes perto da estação de {place} dizem que as vendas caíram {pct}% desde {month}.
        A oposição quer uma revisão independente que inclua {detail}, com prazo até o fim de {later}.
        Para as {big} pessoas que vivem entre {place} e {place2}, a pergunta é bem prática.
        Técnicos que examinaram {detail} em {month} anotaram {n} defeitos, {small} deles graves.
        "Minha avó esteve aqui em {year} e ouviu o mesmo discurso", contou {critic}, que tem uma loja em {place}.
        O acordo tem {n} cláusulas, e a mais discutida trata justamente de {detail}, segundo {expert}.
        Até {month}, foram reunidas {big} assinaturas em {place}, mais do que a lei exige.
        {expert} acompanha o assunto há {small} anos e diz que os números só fecham quando se olha para {detail}.
        O dinheiro viria de um fundo de {money}, criado em {year} e quase intocado desde então.
        Ainda não se sabe quem vai cuidar do que sobrar depois dos primeiros {small} anos, admite {official}.
        O plano prevê {n} vagas em {place}, embora {group} duvide que metade dure além de {later}.
        As estimativas variam muito: {affiliation} fala em {money}, enquanto {group} chega a {money}.
        Perguntado sobre {detail}, {official} fez uma pausa e prometeu responder por escrito até {month}.
        Uma segunda leitura está marcada para a {day}, com {small} horas reservadas às perguntas do público.
        A vizinha {place2} já avisou que participa, desde que {detail} faça parte do pacote.
        Em {year}, um tribunal mandou que {body} detalhasse as fontes de recursos {of_topic}.
        A chuva de {month} fez o resto: foram {small} dias de ruas fechadas e de paciência curta em {place}.
        {critic} mantém um diário de todas as reuniões desde {year}; já são {small} cadernos.
        Das {n} pessoas ouvidas em {place}, só {small} tinham lido a proposta inteira.
        As seguradoras aumentaram em {pct}% o preço das apólices em {place} por causa da demora {of_topic}.
        Se {body} disser não, {place} perde o direito a {money} do fundo regional.
    """),
    captions=lines("""
        Moradores de {place} esperam notícias sobre {topic}.
        {official} chega à reunião de {day} em {place}.
        Vista de {place} em {month}, com {detail} ao fundo.
    """),
    comments=lines("""
        Moro em {place} há {n} anos e nunca vi tanta confusão.
        E quem paga os {money}? Nós, como sempre.
        Boa matéria, mas faltou ouvir {place2}.
        Meu tio trabalhou lá por {small} anos e diz que custa a metade.
    """),
    months=listed("janeiro; fevereiro; março; abril; maio; junho; julho; agosto; setembro; outubro; novembro; dezembro"),
    days=listed("segunda-feira; terça-feira; quarta-feira; quinta-feira; sexta-feira; noite de sábado; manhã de domingo"),
    labels={
        "home": "Início", "latest": "Últimas", "about": "Quem somos", "contact": "Contato", "search": "Buscar",
        "related": "Leia também", "most_read": "Mais lidas", "comments": "Comentários", "reply": "Responder",
        "share": "Compartilhe esta notícia", "newsletter": "Receba as principais notícias toda manhã no seu e-mail",
        "cookies": "Usamos cookies para melhorar a sua experiência. Ao continuar, você concorda com a nossa política de "
                   "privacidade.",
        "accept": "Aceitar todos", "refuse": "Recusar", "footer": "Todos os direitos reservados. É proibida a reprodução "
        "sem autorização.", "top": "Voltar ao topo", "by": "Por", "and": "e", "photo": "Foto", "next": "Próxima página",
        "previous": "Página anterior", "more": "Continue lendo", "advert": "Publicidade", "updated": "Atualizado",
        "published": "Publicado", "tags": "Assuntos", "correction": "Correção", "money": "{n} milhões de reais",
        "continued": "assine para ler o resto",
    },
    standing={
        "support": "Você lê esta reportagem porque outros leitores pagam por ela. Se o nosso trabalho é útil, "
                   "[ajude a mantê-lo aberto] a partir de dez reais por mês.",
        "letter": "Todo fim de tarde a redação reúne as cinco histórias do dia em uma carta. [Peça a sua.]",
        "follow": "Mais da nossa redação no [Telegram], no [Mastodon] e no rádio, às sete e meia.",
        "funded": "Esta reportagem contou com uma bolsa do Fundo Lanterna, que não interferiu no seu conteúdo.",
        "signed": "Turno da noite",
    },
    thousands=".",
)
