"""Words of one meaning in German and English; the rituals file adds its own."""

from __future__ import annotations

from functools import cache

_SAME = """
Kubernetes = k8s
JavaScript = JS = ECMAScript
TypeScript = TS
Node.js = Node = NodeJS
PostgreSQL = Postgres = psql
C# = CSharp
.NET = dotnet
Go = Golang
Machine Learning = Maschinelles Lernen = ML
Künstliche Intelligenz = KI = Artificial Intelligence = AI
Deep Learning = Neuronale Netze = Neural Networks
Data Science = Datenanalyse = Data Analysis = Datenauswertung = Data Analytics
Data Engineering = Datenplattform
Data Warehouse = DWH
Business Intelligence = BI
Amazon Web Services = AWS
Google Cloud = GCP
Infrastructure as Code = IaC
Continuous Integration = CI = CI/CD
Datenbank = Database
Datenbanken = Databases
Softwareentwicklung = Software Development = Software Engineering = Programmierung = Programming
Softwarearchitektur = Software Architecture
Softwaretest = Software Testing = Qualitätssicherung = Quality Assurance = QA
Testautomatisierung = Test Automation
Barrierefreiheit = Accessibility = a11y
Internationalisierung = Internationalisation = Internationalization = i18n
Benutzerfreundlichkeit = Usability
User Experience = UX = Nutzererlebnis
User Interface = UI = Benutzeroberfläche
Informationssicherheit = Information Security = IT-Sicherheit = IT Security = Cybersecurity = Cybersicherheit = ITSec
Datenschutz = Data Protection = Privacy = DSGVO = GDPR
Datenschutzbeauftragter = Data Protection Officer = DSB = DPO
Netzwerk = Network
Netzwerke = Networks = Networking
Zugangsdaten = Credentials
Passwort = Kennwort = Password
Drucker = Printer
Telefonanlage = Phone System
Helpdesk = Service Desk = IT-Support = User Helpdesk
Systemadministration = System Administration = Sysadmin
Cloud Migration = Cloudmigration
Verschlüsselung = Encryption = Kryptographie = Cryptography
Schnittstelle = Interface = API
Personal = Personalwesen = Personalabteilung = HR = Human Resources
Personalentwicklung = People Development = HR Development
Recruiting = Rekrutierung = Personalbeschaffung = Bewerbermanagement = Talent Acquisition
Einarbeitung = Onboarding
Offboarding = Austritt
Ausbildung = Berufsausbildung = Apprenticeship = Vocational Training
Weiterbildung = Fortbildung = Training = Schulung
Schulungen = Trainings
Elternzeit = Parental Leave
Mutterschutz = Maternity Leave
Urlaub = Vacation = Holiday Leave = Annual Leave
Arbeitszeit = Working Time = Working Hours
Zeiterfassung = Time Tracking
Kalibrierung = Calibration
Korrosion = Corrosion = Korrosionsschutz = Corrosion Protection
Fracht = Freight
Luftfracht = Air Freight
Seefracht = Sea Freight = Ocean Freight
Klimaanlage = Klimatechnik = Air Conditioning = Lüftung
Heizung = Heating
Brennstoffzelle = Fuel Cell
Brennstoffzellen = Fuel Cells
Batterie = Battery = Akku
Batterien = Batteries
Diensthandy = Firmenhandy = Mobilgeräte = Mobile Devices = Company Phone
Lokalisierung = Localisation = l10n
Ergonomie = Ergonomics
Akustik = Acoustics
Optik = Optics
Sensorik = Sensors = Sensoren
Robotik = Robotics = Roboter = Robots
Pneumatik = Pneumatics
Hydraulik = Hydraulics
Statistik = Statistics
Eskalation = Escalation
Eskalationen = Escalations
Retouren = Returns
Garantie = Warranty = Gewährleistung
Reklamation = Complaint = Claims
Reklamationen = Complaints = Beschwerden
Prototyp = Prototype
Prototypen = Prototypes = Prototyping
Leiterplatte = PCB = Circuit Board
Leiterplatten = PCBs = Circuit Boards
Schweißen = Welding
Löten = Soldering
Lackierung = Painting = Coating
Spritzguss = Spritzgießen = Injection Moulding = Injection Molding
Fräsen = Milling
Drehen = Turning
Gießen = Casting
Umzug = Relocation
Besucher = Visitors
Reinigung = Cleaning
Abfall = Waste
Entsorgung = Disposal = Waste Disposal
Gefahrstoffe = Hazardous Substances = Hazardous Materials
Gefahrgut = Dangerous Goods
Gefährdungsbeurteilung = Risk Assessment
Unfall = Accident
Notfall = Emergency
Inventur = Stocktaking = Stock Count
Bestand = Inventory = Stock
Bestellung = Order = Purchase Order
Bestellungen = Orders = Purchase Orders
Lieferantenbewertung = Supplier Evaluation
Rahmenvertrag = Framework Agreement
Stammdaten = Master Data
Bilanz = Balance Sheet
Liquidität = Liquidity = Cashflow = Cash Flow
Anlagenbuchhaltung = Asset Accounting = Fixed Assets
Kennzahlen = KPIs = Metrics
Berichtswesen = Reporting
Vollmacht = Power of Attorney
Marke = Trademark = Brand
Lizenz = Licence = License
Lizenzen = Licences = Licenses
Haftung = Liability
Exportkontrolle = Export Control = Ausfuhrkontrolle
Bewerbung = Application
Bewerbungen = Applications
Kündigung = Termination
Teilzeit = Part-Time
Altersteilzeit = Partial Retirement
Probezeit = Probation = Probation Period
Arbeitszeugnis = Reference Letter
Mitarbeitergespräch = Appraisal = Performance Review
Konfliktlösung = Conflict Resolution = Mediation
Barrierefreie Dokumente = Accessible Documents
Leichte Sprache = Plain Language
Werbung = Advertising
Kampagne = Campaign
Kampagnen = Campaigns
Marktforschung = Market Research
Marktanalyse = Market Analysis
Markenführung = Branding = Brand Management
Newsletter = Rundschreiben
Webseite = Website = Webauftritt
Webanalyse = Web Analytics
Datensicherung = Backup = Backups
Überwachung = Monitoring
Fernwartung = Remote Maintenance
Bilderkennung = Image Recognition = Computer Vision
Sprachmodell = Language Model = LLM
Sprachmodelle = Language Models = LLMs
Virtualisierung = Virtualisation
Benutzerkonto = User Account
Benutzerkonten = User Accounts
Berechtigung = Permission = Zugriffsrecht
Berechtigungen = Permissions = Zugriffsrechte = Access Rights
Videokonferenz = Video Call = Video Conference
Telefon = Phone
Bildschirm = Monitor = Screen
Agile Methoden = Agile Methods = Agiles Arbeiten
Krisenkommunikation = Crisis Communication
Leadgenerierung = Lead Generation
Akquise = Acquisition = Kundenakquise
Preisverhandlung = Price Negotiation
Angebotserstellung = Quotation
Schichtplanung = Shift Planning
Tourenplanung = Route Planning
Rückverfolgbarkeit = Traceability
Zulassung = Approval = Certification
Normung = Standardisation = Normen = Standards
Messtechnik = Metrology = Measurement
Betriebsrat = Works Council
Betriebsvereinbarung = Works Agreement
Arbeitsrecht = Labour Law = Labor Law = Employment Law
Arbeitsschutz = Arbeitssicherheit = Occupational Safety = Work Safety = Health and Safety
Brandschutz = Fire Safety = Fire Protection
Erste Hilfe = First Aid
Betriebsarzt = Company Doctor
Gehalt = Salary
Gehaltsabrechnung = Lohnabrechnung = Entgeltabrechnung = Payroll
Vergütung = Compensation
Altersvorsorge = Pension = Betriebsrente
Buchhaltung = Buchführung = Accounting = Bookkeeping
Finanzbuchhaltung = Financial Accounting = FiBu
Rechnungswesen = Accountancy
Kreditorenbuchhaltung = Accounts Payable
Debitorenbuchhaltung = Accounts Receivable
Rechnung = Invoice
Rechnungen = Invoices
Rechnungsstellung = Fakturierung = Invoicing = Billing
Controlling = Kostenkontrolle = Cost Control
Steuer = Tax
Steuern = Taxes
Umsatzsteuer = Mehrwertsteuer = VAT
Zoll = Customs
Jahresabschluss = Annual Financial Statements = Year-End Closing
Budgetplanung = Budgetierung = Budgeting = Budget Planning
Wirtschaftsprüfung = Audit = Auditing
Reisekosten = Travel Expenses = Reisekostenabrechnung = Travel Costs = Spesen
Dienstreise = Geschäftsreise = Business Trip = Business Travel
Dienstwagen = Firmenwagen = Company Car
Fuhrpark = Fleet = Fleet Management = Flottenmanagement
Einkauf = Beschaffung = Procurement = Purchasing
Vertrieb = Verkauf = Sales
Außendienst = Field Sales = Field Service
Innendienst = Inside Sales
Kundenbetreuung = Kundenservice = Kundendienst = Customer Service = Customer Support
Kundenzufriedenheit = Customer Satisfaction
Kundenbeziehungsmanagement = CRM = Customer Relationship Management
Angebot = Quote = Offer
Ausschreibung = Tender
Ausschreibungen = Tenders
Preisgestaltung = Pricing
Vertrag = Contract
Verträge = Contracts
Vertragsrecht = Contract Law
Vertragsmanagement = Contract Management
Recht = Rechtsabteilung = Legal
Patente = Patents
Patentrecht = Patent Law
Markenrecht = Trademark Law
Compliance = Regeltreue
Nachhaltigkeit = Sustainability
Umweltschutz = Environmental Protection
Umweltmanagement = Environmental Management
Energiemanagement = Energy Management
Öffentlichkeitsarbeit = Pressearbeit = Public Relations = PR
Presse = Press
Unternehmenskommunikation = Corporate Communications
Interne Kommunikation = Internal Communications = Internal Communication
Suchmaschinenoptimierung = SEO = Search Engine Optimization = Search Engine Optimisation
Suchmaschinenwerbung = SEA = Search Engine Advertising
Soziale Medien = Social Media
Veranstaltung = Event
Veranstaltungen = Events
Veranstaltungsmanagement = Eventmanagement = Event Management
Messe = Trade Fair = Trade Show
Messen = Trade Fairs = Trade Shows
Übersetzung = Translation
Übersetzungen = Translations
Projektleitung = Projektmanagement = Project Management = Project Lead
Produktmanagement = Product Management
Änderungsmanagement = Change Management
Risikomanagement = Risk Management
Qualitätsmanagement = Quality Management = QM
Prozessoptimierung = Process Optimization = Process Optimisation = Process Improvement
Wissensmanagement = Knowledge Management
Anforderungsanalyse = Requirements Engineering = Requirements Analysis = Anforderungsmanagement
Geschäftsprozesse = Business Processes
Unternehmensführung = Geschäftsführung = Management Board = Executive Board
Strategie = Strategy
Forschung und Entwicklung = F&E = Research and Development = R&D
Forschung = Research
Produktion = Fertigung = Manufacturing = Production
Montage = Assembly
Instandhaltung = Wartung = Maintenance
Konstruktion = Mechanical Design
Maschinenbau = Mechanical Engineering
Elektrotechnik = Electrical Engineering
Lager = Warehouse
Lagerhaltung = Lagerverwaltung = Warehousing = Warehouse Management
Logistik = Logistics
Versand = Shipping = Dispatch
Lieferkette = Supply Chain
Lieferant = Supplier
Lieferanten = Suppliers
Poststelle = Mail Room = Mailroom
Empfang = Reception = Front Desk
Hausmeister = Caretaker = Janitor
Gebäudemanagement = Facility Management
Kantine = Canteen
Schlüssel = Key
Parkplatz = Parking = Parking Space
Parkplätze = Parking Spaces
Besprechungsraum = Meetingraum = Meeting Room
Fotografie = Photography
Grafikdesign = Graphic Design
Moderation = Facilitation
Verhandlung = Negotiation
Verhandlungsführung = Negotiations
Präsentation = Presentation
Präsentationen = Presentations
Führung = Leadership
Gleichstellung = Gender Equality = Equal Opportunities
Vielfalt = Diversity
Zusammenarbeit = Collaboration
Gesundheitsmanagement = Health Management = BGM
Ehrenamt = Volunteering
Geschäftsführer = CEO = Managing Director
Leiter = Head
Kaufmann = Merchant
Entwickler = Developer = Programmierer = Programmer
Berater = Consultant
Beratung = Consulting
Buchhalter = Accountant
Einkäufer = Buyer
Verkäufer = Salesperson
Techniker = Technician
Ingenieur = Engineer
Praktikant = Intern
Auszubildender = Azubi = Apprentice = Trainee
Werkstudent = Working Student
Anwalt = Jurist = Lawyer
Arzt = Doctor = Physician
Redakteur = Editor
Übersetzer = Translator
München = Munich
Köln = Cologne
Nürnberg = Nuremberg
Hannover = Hanover
Wien = Vienna
Zürich = Zurich
Genf = Geneva
Mailand = Milan
Rom = Rome
Prag = Prague
Warschau = Warsaw
Kopenhagen = Copenhagen
Brüssel = Brussels
Lissabon = Lisbon
Braunschweig = Brunswick
Homeoffice = Home Office = Remote = Mobiles Arbeiten = Remote Work
"""


@cache
def built_in() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words and phrases that mean the same."""
    return tuple(tuple(line.split(" = ")) for line in _SAME.strip().splitlines())
